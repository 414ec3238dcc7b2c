import type { Condition } from '../../model/condition.ts';
import type { Chain, Table } from '../../model/ruleset.ts';
import { looksIntoMuch } from '../headers/condition-headers.ts';
import { addEnded } from '../headers/headers.ts';
import { isOutOfBounds } from '../headers/out-of-bounds.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { type FieldBounds, fieldBounds } from '../sets/field-bounds.ts';
import { verdictOf } from '../rule-effect.ts';
import { isIdleStatement } from './apply-statement.ts';
import { type Branch, withSet } from './branch.ts';
import { effectOf } from './effect-of-rule.ts';
import { endAt, type EndVerdict } from './end-by-rule.ts';
import type { Exits } from './exits.ts';
import { factsOf } from './facts.ts';
import { headersMeeting } from './headers-of-rule.ts';
import type { Visit } from './visit.ts';
import type { Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

/** What came of headers in a run of rules. */
export interface PassedRun extends Pick<Exits, 'accepted' | 'returned'> {
  /** The headers that no rule of the run took. */
  readonly rest: readonly Branch[];
  /** Those that came to a rule which does more with them than end them: it is still to be met, by its place in the chain. */
  readonly meeting: readonly { readonly index: number; readonly branch: Branch }[];
}

/** What a rule of a run does: it takes packets away, or does nothing that their way depends on. */
interface RunRule {
  readonly conditions: readonly Condition[];
  /** `meets`: a jump or a translation. */
  readonly verdict: 'accept' | 'return' | 'continue' | 'meets' | EndVerdict;
}

/** Below this many rules, one after the other is quicker. */
const SHORT = 8;

/**
 * How many rules from `index` on can be asked together; 0 for too few to gain anything. `apart`: the place of a rule that
 * is to be met by itself, -1 for none.
 */
export function runAt(table: Table, chain: Chain, index: number, apart: number): number {
  if (chain.cuts.length > 0) return 0;
  const last = apart >= index ? apart : chain.rules.length;
  let end = index;
  while (end < last && runRule(table, chain, end) !== null) end++;
  return end - index < SHORT ? 0 : end - index;
}

const known = new WeakMap<Chain, (RunRule | null)[]>();

function runRule(table: Table, chain: Chain, index: number): RunRule | null {
  const rules = known.get(chain) ?? [];
  known.set(chain, rules);
  if (rules[index] === undefined) rules[index] = readRule(table, chain, index);
  return rules[index];
}

function readRule(table: Table, chain: Chain, index: number): RunRule | null {
  const rule = chain.rules[index];
  if (rule === undefined) return null;
  const { statements, conditions, verdict, isIdle } = effectOf(rule, table);
  if (!statements.every(({ does }) => isIdleStatement(does))) return null;
  if (isIdle) return { conditions: [], verdict: 'continue' };
  const all = [...statements.flatMap((each) => each.conditions), ...conditions];
  if (verdict.kind === 'call') return all.some(isNarrow) ? { conditions: all, verdict: 'meets' } : null;
  if (verdict.kind !== 'statement') return null;
  const { statement } = verdict;
  if (statement.kind === 'tproxy') return null;
  if (statement.kind === 'nat') return all.some(isNarrow) ? { conditions: all, verdict: 'meets' } : null;
  const done = verdictOf(statement);
  if (done === 'jump' || done === 'goto') return null;
  return { conditions: all, verdict: done };
}

/**
 * Asks for an address, a port or an interface. What a jump gives back goes through the rest of the list once more, so
 * jumps of nearly everything are walked one after the other.
 */
function isNarrow(condition: Condition): boolean {
  if (condition.kind === 'ipset' || condition.kind === 'lookup') return !condition.negated;
  if (condition.kind !== 'compare' || condition.negated) return false;
  const { kind } = condition.field;
  return kind === 'address' || kind === 'port' || kind === 'interface';
}

/** What a stretch of the run takes, as if no rule stood above it. */
interface Taken {
  readonly all: Diagram;
  readonly accepted: Diagram;
  readonly returned: Diagram;
  /** With the numbers of their ends. */
  readonly ended: Diagram;
  readonly meeting: readonly { readonly index: number; readonly set: Diagram }[];
}

const nothing: Taken = { all: NOTHING, accepted: NOTHING, returned: NOTHING, ended: NOTHING, meeting: [] };

/**
 * The first rule of a run that matches takes a packet. One rule after the other, what is left of the headers would be
 * rewritten for each rule, and a list of n rules would cost n times its size; so the run is halved, what the halves take
 * is found out for each by itself, and what the upper half takes is taken off the lower one's.
 */
export function passRun(walk: Walk, visit: Visit, from: number, length: number, branch: Branch): PassedRun {
  const { headers } = branch;
  if (headers === null) return { accepted: [], returned: [], rest: [branch], meeting: [] };
  const { diagrams } = headers.space;
  const bounds = fieldBounds(headers.space, headers.set);
  const taken = (first: number, count: number): Taken => {
    if (count === 1) return takenBy(walk, visit, first, branch, bounds);
    const half = count >>> 1;
    const [upper, lower] = [taken(first, half), taken(first + half, count - half)];
    if (lower.all === NOTHING) return upper;
    if (upper.all === NOTHING) return lower;
    const below = (one: Diagram, other: Diagram): Diagram =>
      diagrams.or(one, diagrams.minus(other, upper.all));
    return {
      all: diagrams.or(upper.all, lower.all),
      accepted: below(upper.accepted, lower.accepted),
      returned: below(upper.returned, lower.returned),
      ended: below(upper.ended, lower.ended),
      meeting: [
        ...upper.meeting,
        ...lower.meeting.flatMap(({ index, set }) => {
          const left = diagrams.minus(set, upper.all);
          return left === NOTHING ? [] : [{ index, set: left }];
        }),
      ],
    };
  };
  const { all, accepted, returned, ended, meeting } = taken(from, length);
  const endedHere = diagrams.and(headers.set, ended);
  if (endedHere !== NOTHING) addEnded(headers.record, endedHere);
  const of = (set: Diagram): readonly Branch[] => {
    const some = withSet(branch, diagrams.and(headers.set, set));
    return some === null ? [] : [some];
  };
  return {
    accepted: of(accepted),
    returned: of(returned),
    rest: of(diagrams.minus(headers.set, all)),
    meeting: meeting.flatMap(({ index, set }) => of(set).map((some) => ({ index, branch: some }))),
  };
}

function takenBy(
  walk: Walk,
  { table, chain, calledBy }: Visit,
  index: number,
  branch: Branch,
  bounds: FieldBounds,
): Taken {
  const rule = chain.rules[index];
  const read = runRule(table, chain, index);
  const { headers } = branch;
  if (headers === null || rule === undefined || read === null || read.verdict === 'continue') return nothing;
  if (read.conditions.some((condition) => isOutOfBounds(condition, branch.packet, headers, bounds)))
    return nothing;
  const placed: PlacedRule = {
    table,
    chain,
    rule,
    number: index + 1,
    ...(calledBy === undefined ? {} : { calledBy }),
  };
  const all = meetingAlone(walk, branch, placed, read.conditions);
  if (all === NOTHING) return nothing;
  switch (read.verdict) {
    case 'accept':
      return { ...nothing, all, accepted: all };
    case 'return':
      return { ...nothing, all, returned: all };
    case 'meets':
      return { ...nothing, all, meeting: [{ index, set: all }] };
    default: {
      const record = { ...headers.record, ended: [], onEnded: null };
      const met = { ...branch, headers: { ...headers, set: all, record } };
      endAt(walk, new Map(), placed, read.verdict, met.packet, met);
      return { ...nothing, all, ended: headers.space.diagrams.union(record.ended) };
    }
  }
}

/**
 * The headers for which conditions hold, whatever the branch has of them where that makes no difference in work: its
 * set may be large, and cutting it anew for each rule is what the list would cost most.
 */
function meetingAlone(
  walk: Walk,
  branch: Branch,
  placed: PlacedRule,
  conditions: readonly Condition[],
): Diagram {
  const { headers } = branch;
  if (headers === null) return NOTHING;
  const isWide = conditions.some((condition) => looksIntoMuch(condition, factsOf(walk, placed)));
  const asked = isWide ? branch : { ...branch, headers: { ...headers, set: EVERYTHING } };
  return headersMeeting(walk, asked, placed, conditions);
}
