import type { Condition } from '../../model/condition.ts';
import type { Chain, Table } from '../../model/ruleset.ts';
import { type Diagram, NOTHING } from '../sets/decision-diagrams.ts';
import { verdictOf } from '../rule-effect.ts';
import { isIdleStatement } from './apply-statement.ts';
import { type Branch, withSet } from './branch.ts';
import { effectOf } from './effect-of-rule.ts';
import { endAt, type EndVerdict } from './end-by-rule.ts';
import type { Exits } from './exits.ts';
import { headersMeeting } from './headers-of-rule.ts';
import type { Visit } from './visit.ts';
import type { Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

/** What came of headers in a run of rules. */
export interface PassedRun extends Pick<Exits, 'accepted' | 'returned'> {
  /** The headers that no rule of the run took. */
  readonly rest: readonly Branch[];
}

/** What a rule of a run does: it takes packets away, or does nothing that their way depends on. */
interface RunRule {
  readonly conditions: readonly Condition[];
  readonly verdict: 'accept' | 'return' | 'continue' | EndVerdict;
}

/** Below this many rules, one after the other is quicker. */
const SHORT = 8;

/** How many rules from `index` on do no more than take packets away; 0 for too few to gain anything. */
export function runAt(table: Table, chain: Chain, index: number): number {
  if (chain.cuts.length > 0) return 0;
  let end = index;
  while (end < chain.rules.length && runRule(table, chain, end) !== null) end++;
  return end - index < SHORT ? 0 : end - index;
}

const known = new WeakMap<Chain, (RunRule | null)[]>();

function runRule(table: Table, chain: Chain, index: number): RunRule | null {
  const rules = known.get(chain) ?? [];
  known.set(chain, rules);
  return (rules[index] ??= readRule(table, chain, index)); // prettier-ignore
}

function readRule(table: Table, chain: Chain, index: number): RunRule | null {
  const rule = chain.rules[index];
  if (rule === undefined) return null;
  const { statements, conditions, verdict, isIdle } = effectOf(rule, table);
  if (!statements.every(({ does }) => isIdleStatement(does))) return null;
  if (isIdle) return { conditions: [], verdict: 'continue' };
  if (verdict.kind !== 'statement') return null;
  const { statement } = verdict;
  if (statement.kind === 'nat' || statement.kind === 'tproxy') return null;
  const done = verdictOf(statement);
  if (done === 'jump' || done === 'goto') return null;
  return { conditions: [...statements.flatMap((each) => each.conditions), ...conditions], verdict: done };
}

/** What a stretch of the run takes, as if no rule stood above it. */
interface Taken {
  readonly all: Diagram;
  readonly accepted: Diagram;
  readonly returned: Diagram;
  /** With the numbers of their ends. */
  readonly ended: Diagram;
}

const nothing: Taken = { all: NOTHING, accepted: NOTHING, returned: NOTHING, ended: NOTHING };

/**
 * The first rule of a run that matches takes a packet. One rule after the other, what is left of the headers would be
 * rewritten for each rule, and a list of n rules would cost n times its size; so the run is halved, what the halves take
 * is found out for each by itself, and what the upper half takes is taken off the lower one's.
 */
export function passRun(walk: Walk, visit: Visit, from: number, length: number, branch: Branch): PassedRun {
  const { headers } = branch;
  if (headers === null) return { accepted: [], returned: [], rest: [branch] };
  const { diagrams } = headers.space;
  const taken = (first: number, count: number): Taken => {
    if (count === 1) return takenBy(walk, visit, first, branch);
    const half = count >>> 1;
    const [upper, lower] = [taken(first, half), taken(first + half, count - half)];
    if (lower.all === NOTHING) return upper;
    const below = (one: Diagram, other: Diagram): Diagram =>
      diagrams.or(one, diagrams.minus(other, upper.all));
    return {
      all: diagrams.or(upper.all, lower.all),
      accepted: below(upper.accepted, lower.accepted),
      returned: below(upper.returned, lower.returned),
      ended: below(upper.ended, lower.ended),
    };
  };
  const { all, accepted, returned, ended } = taken(from, length);
  if (ended !== NOTHING) headers.record.ended.push(ended);
  const of = (set: Diagram): readonly Branch[] => {
    const some = withSet(branch, set);
    return some === null ? [] : [some];
  };
  return { accepted: of(accepted), returned: of(returned), rest: of(diagrams.minus(headers.set, all)) };
}

function takenBy(walk: Walk, { table, chain, calledBy }: Visit, index: number, branch: Branch): Taken {
  const rule = chain.rules[index];
  const read = runRule(table, chain, index);
  const { headers } = branch;
  if (headers === null || rule === undefined || read === null || read.verdict === 'continue') return nothing;
  const placed: PlacedRule = {
    table,
    chain,
    rule,
    number: index + 1,
    ...(calledBy === undefined ? {} : { calledBy }),
  };
  const all = headersMeeting(walk, branch, placed, read.conditions);
  if (all === NOTHING) return nothing;
  switch (read.verdict) {
    case 'accept':
      return { ...nothing, all, accepted: all };
    case 'return':
      return { ...nothing, all, returned: all };
    default: {
      const record = { ...headers.record, ended: [] };
      const met = { ...branch, headers: { ...headers, set: all, record } };
      endAt(walk, new Map(), placed, read.verdict, met.packet, met);
      return { ...nothing, all, ended: headers.space.diagrams.union(record.ended) };
    }
  }
}
