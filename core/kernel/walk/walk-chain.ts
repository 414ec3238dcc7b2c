import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { assume, type Branch, stateOf } from './branch.ts';
import { CalledChain } from './called-chain.ts';
import { droppedIn, endAt } from './end-by-rule.ts';
import { addEnd, type Ends, type Exits } from './exits.ts';
import { asksFleeting, callsBefore } from './fleeting-chains.ts';
import { surelyFails } from './match-of-rule.ts';
import { type Meeting, meetRule } from './meet-rule.ts';
import { nextRule } from './next-rule.ts';
import { passRun, runAt } from './run-of-rules.ts';
import { afterStep } from './after-step.ts';
import { withChain } from './trail.ts';
import type { Visit } from './visit.ts';
import { followed, type Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';
import { seeChain, seeRule, watchedRule } from './watched-place.ts';

/**
 * Packets in one chain and all that it calls: ipt_do_table() (net/ipv4/netfilter/ip_tables.c), nft_do_chain()
 * (net/netfilter/nf_tables_core.c), ebt_do_table() (net/bridge/netfilter/ebtables.c). A goto leaves no return address,
 * so the end of the chain that it leads to is the end of this one.
 */
export function walkChain(walk: Walk, visit: Visit, entering: readonly Branch[]): Exits {
  const { table, chain, isBase } = visit;
  const accepted: Branch[] = [];
  const returned: Branch[] = [];
  const ends: Ends = new Map();
  for (const { headers } of entering) seeChain(headers, visit);
  const watched = watchedRule(entering[0]?.headers ?? null, visit);
  /** Branches by the rule that they come to next. */
  const coming = new Map<number, Branch[]>([[visit.from, [...entering]]]);
  const send = (index: number, branches: readonly Branch[]): void => {
    const waiting = coming.get(index);
    if (waiting === undefined) coming.set(index, [...branches]);
    else waiting.push(...branches);
  };
  const meet = (index: number, rule: Rule, branch: Branch): void => {
    const placed: PlacedRule = { table, chain, rule, number: index + 1, ...calledBy(visit) };
    if (surelyFails(walk, branch, placed)) {
      send(index + 1, [branch]);
      return;
    }
    for (const meeting of meetRule(walk, branch, placed)) {
      if (meeting.kind === 'passed-by') {
        send(index + 1, [meeting.branch]);
        continue;
      }
      const { certain, verdict } = meeting;
      if (certain && walk.stopsAt(rule)) {
        addEnd(ends, { kind: 'logged', ...placed }, meeting.branch);
        continue;
      }
      seeRule(meeting.branch.headers, placed);
      const place = { table, chain, isBase, rule, number: index + 1 };
      const met = stepped(walk, meeting.branch, place, meeting, branch.packet);
      if (met === null) continue;
      if (meeting.called !== null) {
        const exits = call(walk, visit, index, meeting.called, met);
        accepted.push(...exits.accepted);
        for (const { end, branch: dead } of exits.ends.values()) addEnd(ends, end, dead);
        if (verdict === 'goto') returned.push(...exits.returned);
        else send(index + 1, exits.returned);
      } else if (verdict === 'continue') send(index + 1, [met]);
      else if (verdict === 'return') returned.push(met);
      else if (verdict === 'accept') accepted.push(met);
      else endAt(walk, ends, placed, verdict, branch.packet, met);
    }
  };
  for (let index = visit.from; coming.size > 0; index++) {
    const arrived = coming.get(index);
    if (arrived === undefined) continue;
    coming.delete(index);
    const going = index === visit.from ? arrived : followed(walk, arrived);
    const [only] = going;
    if (only !== undefined && going.length === 1 && coming.size === 0 && only.headers === null) {
      const next = nextRule(chain, index, only.packet);
      if (next > index) {
        send(next, going);
        index = next - 1;
        continue;
      }
    }
    const rule = chain.rules[index];
    if (isAfterCut(chain, index, visit.from)) {
      for (const branch of going) addEnd(ends, { kind: 'open', why: 'cut', table, chain }, branch);
    } else if (rule === undefined)
      returned.push(...(isBase ? going : going.flatMap((each) => atEnd(walk, visit, each, 'return') ?? [])));
    else {
      const run = going[0]?.headers ? runAt(table, chain, index, watched) : 0;
      for (const branch of going) {
        if (run === 0) meet(index, rule, branch);
        else {
          const passed = passRun(walk, visit, index, run, branch);
          accepted.push(...passed.accepted);
          returned.push(...passed.returned);
          send(index + run, passed.rest);
          for (const { index: at, branch: some } of passed.meeting) meet(at, chain.rules[at] as Rule, some);
        }
      }
    }
  }
  return isBase || chain.policy === null
    ? { accepted: followed(walk, accepted), returned: followed(walk, returned), ends }
    : byPolicy(walk, visit, { accepted, returned, ends });
}

/**
 * What becomes of packets that no rule of a chain decided, by the chain's policy. Of user-defined chains only those of
 * ebtables have one.
 */
export function byPolicy(walk: Walk, visit: Visit, { accepted, returned, ends }: Exits): Exits {
  const { table, chain } = visit;
  const passed: Branch[] = [];
  for (const branch of returned)
    for (const { branch: each, value: policy } of policiesOf(branch, table, chain)) {
      const after = atEnd(walk, visit, each, policy === 'ACCEPT' ? 'accept' : 'drop');
      if (after === null) continue;
      if (policy === 'ACCEPT') passed.push(after);
      else addEnd(ends, droppedIn(table, { kind: 'policy', table, chain }), after);
    }
  return { accepted: followed(walk, [...accepted, ...passed]), returned: [], ends };
}

function policiesOf(
  branch: Branch,
  table: Table,
  chain: Chain,
): readonly { readonly branch: Branch; readonly value: 'ACCEPT' | 'DROP' }[] {
  if (chain.policy !== null) return [{ branch, value: chain.policy }];
  const answers = (['ACCEPT', 'DROP'] as const).map((value) => ({
    value,
    assumed: { kind: 'policy', table: table.name, chain: chain.name, policy: value } as const,
  }));
  return assume(branch, { key: `policy ${table.family} ${table.name}/${chain.name}` }, answers);
}

/** The kernel refuses chains that call each other in a circle, but a damaged file may show such; and nests none so deep. */
const MOST_CALLS = 500;

/** A chain that is called again by a packet in the same state has the same exits. */
function call(walk: Walk, visit: Visit, index: number, chain: Chain, branch: Branch): Exits {
  const { table } = visit;
  const open = (why: 'loop' | 'depth'): Exits => {
    const ends: Ends = new Map();
    addEnd(ends, { kind: 'open', why, table, chain }, branch);
    return { accepted: [], returned: [], ends };
  };
  for (let at: Visit | null = visit; at !== null; at = at.caller) if (at.chain === chain) return open('loop');
  if (visit.depth >= MOST_CALLS) return open('depth');
  const known = walk.called.get(chain) ?? new CalledChain();
  walk.called.set(chain, known);
  const by = branch.headers === null ? '' : callsTo(visit, index, chain);
  const state = (): string =>
    branch.headers === null ? stateOf(branch) : `${stateOf(branch)} ${branch.headers.set} ${by}`;
  const exits = known.exits(state, () => {
    const place = by === '' ? {} : { calledBy: by };
    const called = { table, chain, isBase: false, from: 0, caller: visit, depth: visit.depth + 1, ...place };
    return walkChain(walk, called, [{ ...branch, trail: null }]);
  });
  return branch.headers === null ? comingFrom(branch, exits) : exits;
}

/** Names a call where the chain, or one that it leads to, asks what can have another answer each time. */
function callsTo({ table, chain: from, calledBy: by }: Visit, index: number, chain: Chain): string {
  if (!asksFleeting(table, chain)) return '';
  return `${by ?? ''}>${from.name}.${chain.name}.${callsBefore(table, from, index, chain.name)}`;
}

function calledBy({ calledBy: by }: Visit): Pick<PlacedRule, 'calledBy'> {
  return by === undefined ? {} : { calledBy: by };
}

function comingFrom(caller: Branch, { accepted, returned, ends }: Exits): Exits {
  const after = (branch: Branch): Branch => ({ ...branch, trail: withChain(caller.trail, branch.trail) });
  return {
    accepted: accepted.map(after),
    returned: returned.map(after),
    ends: new Map(Array.from(ends, ([key, { end, branch }]) => [key, { end, branch: after(branch) }])),
  };
}

interface StepPlace {
  readonly table: Table;
  readonly chain: Chain;
  readonly isBase: boolean;
  readonly rule: Rule | null;
  readonly number: number;
}

/** Records the rule as a step. */
function stepped(
  walk: Walk,
  branch: Branch,
  place: StepPlace,
  { verdict, certain }: Pick<Extract<Meeting, { kind: 'met' }>, 'verdict' | 'certain'>,
  before: MatchPacket,
): Branch | null {
  const { table, chain, isBase, rule, number } = place;
  const after = branch.packet;
  return afterStep(walk, branch, {
    kind: 'chain',
    table,
    chain,
    isBase,
    rule,
    number,
    verdict,
    certain,
    before,
    after,
  });
}

/** Records the end of the chain as a step. */
function atEnd(
  walk: Walk,
  { table, chain, isBase }: Visit,
  branch: Branch,
  verdict: 'return' | 'accept' | 'drop',
): Branch | null {
  const place = { table, chain, isBase, rule: null, number: chain.rules.length + 1 };
  return stepped(walk, branch, place, { verdict, certain: true }, branch.packet);
}

/**
 * In a listing that someone shortened, what follows a cut is not what the packet would meet next. A cut on a rule's own
 * line stands before it: a rule that was typed, or picked by grep, is all that is known of its chain.
 */
function isAfterCut({ cuts, rules }: Chain, index: number, from: number): boolean {
  if (cuts.length === 0) return false;
  const after = from === 0 ? -Infinity : (rules[from - 1]?.at.line ?? -Infinity);
  const until = rules[index]?.at.line ?? Infinity;
  return cuts.some(({ line }) => line > after && line <= until);
}
