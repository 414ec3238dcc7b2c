import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { AttributionProof, Unattributed } from '../model/diff.ts';
import type { KnownRouting } from '../model/simulation.ts';
import type { HostComparison } from './compare-host.ts';
import type { EndingNamer } from './ending-name.ts';
import { minimise } from './minimise.ts';
import { changesMet, changesNamedBy } from './named-change.ts';
import type { ComparedFlow } from './outcomes.ts';
import { type Replay, replayedPackets } from '../replay/replayed-packet.ts';
import { seenRouting } from './seen-routing.ts';
import type { FoundChange } from './script.ts';
import { allWithout, stateWith, withNeeds } from './state-with.ts';

/** Changes that a flow's other end is put down to, or why it is put down to none. */
export type Blame = FoundBlame | { readonly none: Unattributed };

export interface FoundBlame {
  readonly changes: readonly FoundChange[];
  readonly proof: AttributionProof;
  /** Changes that would have to be undone too for the former end. */
  readonly besides: readonly FoundChange[];
}

/** All that the flows of one host are judged by. */
export interface Trial {
  readonly comparison: HostComparison;
  readonly before: Analysis;
  readonly after: Analysis;
  readonly name: EndingNamer;
  /** Walks packets through the configuration that has those changes and no others. */
  readonly replayWith: (taken: ReadonlySet<FoundChange>) => ReturnType<Replay>;
}

/** Remembers the configurations that were walked last: packets of many flows go through the same ones. */
export function replayer(comparison: HostComparison, replay: Replay): Trial['replayWith'] {
  const known = new Map<string, ReturnType<Replay>>();
  const numbers = new Map(comparison.changes.map((change, index) => [change, index]));
  return (taken) => {
    const key = Array.from(taken, (change) => numbers.get(change))
      .toSorted()
      .join(' ');
    const walk = known.get(key) ?? replay(stateWith(comparison, taken));
    if (known.size >= mostRemembered) known.clear();
    known.set(key, walk);
    return walk;
  };
}

const mostRemembered = 64;

/**
 * Finds the changes without which the flow would have ended as before. The packet of one capture is walked through the
 * configuration of both; where that gives both ends, the smallest part of the changes is sought that, made in the
 * configuration before, gives the later end; what must be undone besides for the former one is told apart. Where a walk can't tell, the cause itself may name what changed.
 */
export function blameFor(trial: Trial, flow: ComparedFlow): Blame {
  const { comparison } = trial;
  if (comparison.changes.length === 0) return { none: 'nothing-changed' };
  const packets = [
    [trial.after, flow.after, new Set(comparison.changes)],
    [trial.before, flow.before, new Set<FoundChange>()],
  ] as const;
  const routed = seenRouting(comparison, flow, trial.before, trial.after);
  let rests: FoundBlame | null = null;
  for (const [capture, outcome, own] of packets) {
    if (outcome === null) continue;
    const candidates = replayedPackets(capture, outcome.example, trial.replayWith(own), routed).map(
      ({ packet }) => packet,
    );
    const blame = candidates.length === 0 ? null : blameByReplay(trial, flow, candidates, routed);
    if (blame?.proof === 'replayed') return blame;
    rests ??= blame;
  }
  if (rests !== null) return rests;
  const named = changesNamedBy(comparison.changes, flow);
  if (named.length > 0) return { changes: named, proof: 'named', besides: [] };
  return {
    none: 'not-shown',
  };
}

function blameByReplay(
  trial: Trial,
  flow: ComparedFlow,
  packets: readonly MatchPacket[],
  routed: KnownRouting | null,
): FoundBlame | null {
  const { comparison } = trial;
  const [former, later] = [aimOf(flow, 'before'), aimOf(flow, 'after')];
  const ends = trialOf(trial, flow, packets, routed);
  const holds = (taken: ReadonlySet<FoundChange>, aim: string): boolean => ends(taken, aim).holds;
  const all = new Set(comparison.changes);
  if (!holds(new Set(), former) || !holds(all, later)) return null;

  const made = (part: readonly FoundChange[]): ReadonlySet<FoundChange> => withNeeds(comparison, part);
  const kept = (part: readonly FoundChange[]): ReadonlySet<FoundChange> =>
    allWithout(comparison, new Set(part));
  const { met, others } = changesMet(comparison.changes, flow, trial.before, trial.after);
  const suffices = holds(made(met), later) && holds(kept(met), former);
  const suspects = suffices ? met : [...others, ...met];
  const enough = [...made(minimise(suspects, (part) => holds(made(part), later)))];
  const undo = holds(kept(enough), former) ? enough : minimise(suspects, (part) => holds(kept(part), former));
  const rest = kept(undo);
  const undone = comparison.changes.filter(
    (change) =>
      !enough.includes(change) && (undo.includes(change) || (!rest.has(change) && holdsOthers(change))),
  );
  const bound = undone.filter((change) => isBound(comparison, change, enough));
  const walks = [ends(new Set(), former), ends(all, later), ends(made(enough), later), ends(rest, former)];
  return {
    changes: [...enough, ...bound],
    proof: walks.some(({ presumes }) => presumes) ? 'possible' : 'replayed',
    besides: undone.filter((change) => !bound.includes(change)),
  };
}

/** Whether the packets, walked through the configuration with some of the changes, all and surely come to an end. */
function trialOf(
  { comparison, name, replayWith }: Trial,
  flow: ComparedFlow,
  packets: readonly MatchPacket[],
  routed: KnownRouting | null,
): (taken: ReadonlySet<FoundChange>, aim: string) => { readonly holds: boolean; readonly presumes: boolean } {
  const known = new Map<string, { readonly ends: ReadonlySet<string>; readonly presumes: boolean }>();
  const numbers = new Map(comparison.changes.map((change, index) => [change, index]));
  const walk = (taken: ReadonlySet<FoundChange>): { ends: ReadonlySet<string>; presumes: boolean } => {
    const walks = packets.map((packet) => replayWith(taken)(packet, routed, null));
    const ends = walks.flatMap(({ ways, complete }, index) => [
      ...ways.map((way) => {
        const end = name((packets[index] as MatchPacket).family, way.disposition, way.cause);
        return flow.diverted ? `${end} ${egressWords(way.egress)}` : end;
      }),
      ...(complete ? [] : ['unexplored']),
    ]);
    return { ends: new Set(ends), presumes: walks.some(({ presumed }) => presumed.length > 0) };
  };
  return (taken, aim) => {
    const key = Array.from(taken, (change) => numbers.get(change))
      .toSorted()
      .join(' ');
    const found = known.get(key) ?? walk(taken);
    known.set(key, found);
    return { holds: found.ends.size === 1 && found.ends.has(aim), presumes: found.presumes };
  };
}

/** What comes and goes with all that it holds: a chain with its rules, an interface with its routes, a set with lookups. */
function holdsOthers({ kind, before, after }: FoundChange): boolean {
  if (kind === 'set-changed') return before === null || after === null;
  return kind === 'chain-added' || kind === 'chain-removed' || kind === 'link-changed';
}

/** Whether a change comes only together with one of the others: a chain with its rules and the jumps to it. */
function isBound({ needs }: HostComparison, change: FoundChange, others: readonly FoundChange[]): boolean {
  const linked = new Set(others);
  for (let size = 0; size !== linked.size;) {
    size = linked.size;
    for (const [one, needed] of needs)
      if (linked.has(one) || needed.some((each) => linked.has(each)))
        for (const each of [one, ...needed]) linked.add(each);
  }
  return linked.has(change);
}

function aimOf(flow: ComparedFlow, side: 'before' | 'after'): string {
  const ending = side === 'before' ? flow.endingBefore : flow.endingAfter;
  return flow.diverted ? `${ending} ${egressWords(flow[side]?.egress ?? null)}` : `${ending}`;
}

function egressWords(
  egress: {
    readonly interface: string | null;
    readonly dst: string | null;
    readonly dport: number | null;
  } | null,
): string {
  return egress === null ? 'nowhere' : `${egress.interface} ${egress.dst} ${egress.dport}`;
}
