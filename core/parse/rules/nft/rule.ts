import type { Condition, Counter, NftAction, Target } from '../../../model/ruleset.ts';
import type { TableFamily } from '../../../model/trace.ts';
import { type Expression, readExpression } from './comparison.ts';
import { assumed, conditionsOf, lookup, mapWords, unknown } from './conditions.ts';
import type { Statement } from './statement.ts';
import { readStatement } from './statements.ts';
import { nftWords } from './words.ts';

/** What a rule of nft says. */
export interface NftRule {
  readonly conditions: readonly Condition[];
  readonly target: Target | null;
  readonly counter: Counter | null;
  readonly actions: readonly NftAction[];
  /** Words that are neither an expression nor a statement that is known; they are in `conditions` as `?`. */
  readonly unknown: readonly string[];
}

/**
 * A rule from its text as nft(8) prints it, without the handle:
 *
 *   iifname "eth0" tcp dport { 22, 80-90 } ct state new counter packets 18 bytes 1058 accept comment "ssh"
 *
 * Expressions become conditions in their order, the verdict or the last statement that does something the target.
 * Behind words that are not known nothing is taken for known but a verdict at the end: what stands there may belong to
 * them. Null where a quote or a bracket is not closed, and for what is far longer than any rule.
 */
export function nftRule(text: string, family: TableFamily): NftRule | null {
  const words = nftWords(text);
  if (words === null || words.length > mostWords) return null;
  const conditions: Condition[] = [];
  const add = (more: readonly Condition[]): void => {
    for (const condition of more) if (!conditions.some((known) => isSame(known, condition))) conditions.push(condition);
  }; // prettier-ignore
  const strange: string[] = [];
  let counter: Counter | null = null;
  let verdict: Target | null = null;
  let action: Target | null = null;
  const actions: NftAction[] = [];
  const options: string[] = [];

  let position = 0;
  while (position < words.length) {
    const expression = readExpression(words, position);
    if (expression?.kind === 'comparison') {
      add(conditionsOf(expression.comparison, family));
      position = expression.next;
      continue;
    }
    if (expression?.kind === 'vmap') {
      add(expression.fields.flatMap((field) => assumed(field, family)));
      add([lookup(expression.fields, expression.map, false)]);
      verdict = {
        kind: 'jump',
        name: 'vmap',
        options: [...expression.fields, 'vmap', ...mapWords(expression.map)],
      };
      position = expression.next;
      continue;
    }
    const statement = readStatement(words, position, expression);
    if (statement === null) {
      const end = endOfStrange(words, position);
      // Behind the verdict of a file that a person wrote stands a remark.
      if (words[position]?.startsWith('#') && verdict !== null) break;
      strange.push(words.slice(position, end).join(' '));
      add([unknown(words.slice(position, end).join(' '))]);
      position = end;
      continue;
    }
    position = statement.next;
    add(statement.conditions ?? []);
    counter = statement.counter ?? counter;
    options.push(...(statement.options ?? []));
    if (statement.verdict) verdict = statement.verdict;
    const done = actionOf(statement, expression);
    if (done !== null) actions.push({ target: done, behind: conditions.length });
    if (statement.action !== undefined) action ??= { kind: 'jump', name: statement.action, options: [] };
  }
  const target = verdict ?? action;
  return {
    conditions,
    target: target && { ...target, options: [...target.options, ...options] },
    counter,
    actions,
    unknown: strange,
  };
}

/** What a statement does to the packet or its connection; null for a verdict, and for what only counts. */
function actionOf({ action, options = [] }: Statement, expression: Expression | null): Target | null {
  if (action !== undefined) return { kind: 'jump', name: action, options };
  if (expression?.kind !== 'assignment') return null;
  return { kind: 'jump', name: 'SET', options: [expression.field, 'set', expression.value] };
}

/** A set is one word. */
const mostWords = 2000;

/** Behind words that are not known, the next thing that can't be part of them: a counter, or the verdict at the end. */
function endOfStrange(words: readonly string[], start: number): number {
  for (let index = start + 1; index < words.length; index++) {
    const word = words[index] ?? '';
    const endsRule = (behind: number): boolean =>
      words.length === behind || (words[behind] === 'comment' && words.length === behind + 2);
    if (word === 'counter' && words[index + 1] === 'packets') return index;
    if (['accept', 'drop', 'return', 'continue'].includes(word) && endsRule(index + 1)) return index;
    if (['jump', 'goto'].includes(word) && endsRule(index + 2)) return index;
    if (word === 'comment' && words.length === index + 2) return index;
  }
  return words.length;
}

function isSame(one: Condition, other: Condition): boolean {
  return (
    one.module === other.module &&
    one.option === other.option &&
    one.negated === other.negated &&
    one.values.join('\n') === other.values.join('\n')
  );
}
