import { factsOfHost } from '../kernel/match/facts-of-host.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Fix, FixCommand, FixedDeadEnd, RuleOwner } from '../model/fix.ts';
import type { Cause } from '../model/journey.ts';
import type { SeenRules } from '../kernel/walk/walk.ts';
import type { Simulation, SimulatedWay } from '../model/simulation.ts';
import type { ReachComparison } from '../model/reach.ts';
import type { WhatIf } from '../model/what-if.ts';
import type { Candidate } from './candidate.ts';
import { proposalsFor } from './candidates.ts';
import type { DeadPacket, FixedState } from './dead-packet.ts';

/** Packets of one flow that died of one thing, and how a walk through the bundle's configuration follows them. */
export interface DeadGroup {
  readonly cause: Cause;
  readonly packets: number;
  /** Equal for packets to one service: those that one rule would let pass. */
  readonly service: string;
  readonly state: FixedState;
  /** Null where no walk follows them. */
  readonly walked: {
    readonly packet: MatchPacket;
    readonly later: SeenRules | null;
    readonly way: SimulatedWay;
    readonly proves: 'yes' | 'no';
  } | null;
}

/** Tries commands on the host of dead packets. */
export interface Trials {
  /** The configuration after the commands; null where the host would refuse one. */
  readonly stateAfter: (commands: readonly FixCommand[]) => FixedState | null;
  readonly walk: (state: FixedState) => (packet: MatchPacket, later: SeenRules | null) => Simulation;
  /** What the commands do to all packets of the capture. */
  readonly whatIf: (state: FixedState) => Pick<WhatIf, 'flows'>;
  /** Which packets, captured or not, live or die otherwise in that configuration. */
  readonly reach: (state: FixedState) => ReachComparison;
  /** Whether a flow of the answer is among those that are to live. */
  readonly isMeant: (flow: WhatIf['flows'][number]) => boolean;
}

const mostFixes = 3;
/** A packet that lives past one rule may meet another. */
const mostDeaths = 3;
/** How many services of one dead end are looked at. */
const mostServices = 3;

/** The fixes of one dead end, each proven; or why there are none. `groups`: those with the most packets first. */
export function fixesOf(
  cause: Cause,
  packets: number,
  groups: readonly DeadGroup[],
  trials: Trials,
): FixedDeadEnd {
  const fixes: RankedFix[] = [];
  const known = new Set<string>();
  let owner: RuleOwner | null = null;
  let unfixable: FixedDeadEnd['unfixable'] = null;
  const services = new Map<string, DeadGroup>();
  for (const group of groups) if (!services.has(group.service)) services.set(group.service, group);
  for (const [index, group] of [...services.values()].slice(0, mostServices).entries()) {
    if (fixes.length >= mostFixes) break;
    if (group.walked === null) {
      unfixable ??= { kind: 'not-replayable' };
      continue;
    }
    const { packet, later, way, proves } = group.walked;
    const dead: DeadPacket = { state: group.state, cause: group.cause, packet, way };
    const proposals = proposalsFor(dead, factsOfHost(group.state));
    owner ??= proposals.owner;
    const found = proposals.candidates.flatMap(
      (candidate) =>
        proven(
          candidate,
          dead,
          {
            ...trials,
            walk: (after) => (sent) => trials.walk(after)(sent, sent === packet ? later : null),
          },
          known,
          proves,
        ) ?? [],
    );
    // Another service of the same dead end gets the surest of its fixes.
    fixes.push(...(index === 0 ? found : found.slice(0, 1)).map((fix) => ({ fix, rank: index })));
    if (found.length === 0 || proposals.unfixable !== null)
      unfixable ??= proposals.unfixable ?? { kind: 'not-proven' };
  }
  const chosen = fixes
    .toSorted((a, b) => Number(b.fix.certain) - Number(a.fix.certain))
    .slice(0, mostFixes)
    .map((each): RankedFix => {
      const state = trials.stateAfter(each.fix.commands);
      return state === null ? each : { ...each, fix: { ...each.fix, reach: trials.reach(state) } };
    })
    .toSorted(byOpening)
    .map(({ fix }) => fix);
  const stays = chosen.length === 0 || unfixable?.kind === 'queue-reader';
  return { host: cause.host, cause, packets, owner, fixes: chosen, unfixable: stays ? unfixable : null };
}

/** A fix, and which service it is for: 0 is the one with the most packets. */
interface RankedFix {
  readonly fix: Fix;
  readonly rank: number;
}

/**
 * The sure ones first, then those for most packets; of one service's those that change the set in which the ruleset keeps
 * what it lets pass, then the one that opens least.
 */
function byOpening(a: RankedFix, b: RankedFix): number {
  return (
    Number(b.fix.certain) - Number(a.fix.certain) ||
    a.rank - b.rank ||
    Number(changesSet(b.fix)) - Number(changesSet(a.fix)) ||
    (a.fix.reach?.opened ?? 1) - (b.fix.reach?.opened ?? 1)
  );
}

function changesSet({ opens }: Fix): boolean {
  return opens.some(({ kind }) => kind === 'set');
}

/** The fix, completed by what lets the packet pass where it dies next; null where the walk does not end alive. */
function proven(
  first: Candidate,
  dead: DeadPacket,
  trials: Trials,
  known: Set<string>,
  proves: 'yes' | 'no',
): Fix | null {
  const parts = [first];
  for (let deaths = 0; deaths < mostDeaths; deaths++) {
    const commands = parts.flatMap((part) => part.commands);
    const state = trials.stateAfter(commands);
    if (state === null) return null;
    const sent = afterDeletion(dead.packet, first);
    const { ways, complete, presumed } = trials.walk(state)(sent, null);
    const [way] = ways;
    if (way === undefined || way.disposition === 'queued') return null;
    if (goesWhereItDied(way, dead)) return null;
    if (!ways.some(({ disposition }) => isAlive(disposition))) {
      const next = proposalsFor({ ...dead, state, packet: sent, way }, factsOfHost(state)).candidates[0];
      // What helps alone needs no other change beside it.
      if (next === undefined || known.has(JSON.stringify(next.commands))) return null;
      if (parts.some((part) => sameCommands(part, next))) return null;
      parts.push(next);
      continue;
    }
    const key = JSON.stringify(commands);
    if (known.has(key)) return null;
    known.add(key);
    const isSure = ways.length === 1 && complete && presumed.length === 0 && way.assumes.length === 0;
    return fixOf(parts, trials, state, isSure && proves === 'yes');
  }
  return null;
}

function fixOf(parts: readonly Candidate[], trials: Trials, state: FixedState, isSure: boolean): Fix {
  const { flows } = trials.whatIf(state);
  const meant = new Set(flows.filter(trials.isMeant));
  const isProven = [...meant].some(({ open }) => open === null);
  const others = new Set(flows.filter((flow) => !meant.has(flow)).map(({ flow }) => JSON.stringify(flow)));
  return {
    commands: parts.flatMap(({ commands }) => commands),
    why: parts.map(({ why }) => why),
    opens: parts.map(({ opens }) => opens),
    persist: parts[0]?.persist ?? null,
    flows,
    alsoChanges: others.size,
    certain: isSure && isProven,
    reach: null,
  };
}

/** A neighbour that does not answer is no end of a walk: the packet must go elsewhere. */
function goesWhereItDied({ egress }: SimulatedWay, { cause, way }: DeadPacket): boolean {
  return (
    cause.kind === 'neighbour-unreachable' &&
    egress?.dst === way.egress?.dst &&
    egress?.interface === way.egress?.interface
  );
}

function isAlive(disposition: SimulatedWay['disposition']): boolean {
  return disposition === 'forwarded' || disposition === 'delivered' || disposition === 'sent';
}

/** Without its entry, a packet begins a connection. */
function afterDeletion(packet: MatchPacket, { why }: Candidate): MatchPacket {
  return why.kind === 'delete-entry' || why.kind === 'retarget' ? { ...packet, ctstates: ['NEW'] } : packet;
}

function sameCommands(one: Candidate, other: Candidate): boolean {
  return JSON.stringify(one.commands) === JSON.stringify(other.commands);
}
