import type { Comparison, Condition } from '../../model/condition.ts';
import type { Counter, PlacedStatement, RuleSpec } from '../../model/ruleset.ts';
import type { Statement } from '../../model/statement.ts';
import type { TableFamily } from '../../model/table-family.ts';
import { assignmentStatement } from './assignment.ts';
import { conditionsOf, impliedConditions } from './conditions.ts';
import { type Expression, readExpression } from './expression.ts';
import { setReference } from './set-reference.ts';
import { readMapLookup } from './map-lookup.ts';
import { readStatement } from './statements.ts';
import { nftWords } from './words.ts';

/** A rule of nft, and what its reader has to tell of it. */
export interface NftRule {
  readonly spec: RuleSpec;
  readonly counter: Counter | null;
  /** Words that are neither an expression nor a statement that is known; they are in the conditions as `unknown`. */
  readonly unknown: readonly string[];
}

/**
 * A rule from its text as nft(8) prints it, without the handle:
 *
 *   iifname "eth0" tcp dport { 22, 80-90 } ct state new counter packets 18 bytes 1058 accept comment "ssh"
 *
 * After words that are not known nothing is taken for known but a verdict at the end: what stands there may belong to
 * them. Null where a quote or a bracket is not closed, and for what is far longer than any rule.
 */
export function readNftRule(text: string, family: TableFamily): NftRule | null {
  const words = nftWords(text);
  if (words === null || words.length > mostWords) return null;
  const conditions: Condition[] = [];
  const statements: PlacedStatement[] = [];
  const unknown: string[] = [];
  let counter: Counter | null = null;
  const ask = (more: readonly Condition[]): void => {
    for (const each of more) if (!isImpliedAlready(each, conditions)) conditions.push(each);
  };
  const act = (statement: Statement): void => {
    statements.push({ ...statement, after: conditions.length });
  };

  let position = 0;
  while (position < words.length) {
    const expression = readExpression(words, position);
    if (expression !== null) {
      position = expression.next;
      readInto(expression, family, ask, act);
      continue;
    }
    const read = readStatement(words, position);
    if (read === null) {
      // After the verdict of a file that a person wrote stands a remark.
      if (words[position]?.startsWith('#') === true && statements.length > 0) break;
      const end = endOfStrange(words, position);
      const strange = words.slice(position, end).join(' ');
      unknown.push(strange);
      ask([{ kind: 'unknown', words: strange }]);
      position = end;
      continue;
    }
    position = read.next;
    ask(read.conditions ?? []);
    counter = read.counter ?? counter;
    (read.statements ?? []).forEach(act);
  }
  return { spec: { dialect: 'nft', conditions, statements }, counter, unknown };
}

function readInto(
  expression: Expression,
  family: TableFamily,
  ask: (more: readonly Condition[]) => void,
  act: (statement: Statement) => void,
): void {
  switch (expression.kind) {
    case 'comparison':
      return ask(conditionsOf(expression.comparison, family));
    case 'assignment':
      ask(readMapLookup(expression.value, 0)?.conditions ?? []);
      return act(assignmentStatement(expression));
    default: {
      const map = setReference(expression.map, expression.fields.map(({ type }) => type)); // prettier-ignore
      const fields = expression.fields.map(({ field }) => field);
      ask(expression.fields.flatMap((field) => impliedConditions(field, family)));
      ask([{ kind: 'lookup', fields, set: map, use: 'vmap', negated: false }]);
      act({ kind: 'verdict-map', fields, map });
    }
  }
}

/** A set is one word. */
const mostWords = 2000;

/** After words that are not known, the next thing that can't be part of them: a counter, or the verdict at the end. */
function endOfStrange(words: readonly string[], start: number): number {
  for (let index = start + 1; index < words.length; index++) {
    const word = words[index] ?? '';
    const endsRule = (after: number): boolean =>
      words.length === after || (words[after] === 'comment' && words.length === after + 2);
    if (word === 'counter' && words[index + 1] === 'packets') return index;
    if (['accept', 'drop', 'return', 'continue'].includes(word) && endsRule(index + 1)) return index;
    if (['jump', 'goto'].includes(word) && endsRule(index + 2)) return index;
    if (word === 'comment' && words.length === index + 2) return index;
  }
  return words.length;
}

/** Several expressions of a rule take the same for granted: it is one condition. */
function isImpliedAlready(condition: Condition, known: readonly Condition[]): boolean {
  return (
    condition.kind === 'compare' &&
    condition.implied &&
    known.some((each) => each.kind === 'compare' && isSame(each, condition))
  );
}

function isSame(one: Comparison, other: Comparison): boolean {
  const [a, b] = [one.values[0], other.values[0]];
  if (one.field.kind !== other.field.kind || one.negated || one.values.length !== 1 || one.mask !== null)
    return false;
  if (a?.kind === 'number' && b?.kind === 'number') return a.first === b.first && a.last === b.last;
  return a?.kind === 'symbol' && b?.kind === 'symbol' && a.symbol === b.symbol;
}
