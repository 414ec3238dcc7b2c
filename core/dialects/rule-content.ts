import { printCondition } from './print-condition.ts';
import { stableRuleText } from './stable-text.ts';
import type { Condition } from '../model/condition.ts';
import type { Field } from '../model/rule-field.ts';
import type { Rule, RuleSpec } from '../model/ruleset.ts';
import type { Statement } from '../model/statement.ts';

/**
 * What a rule says, whatever the order of its options: two rules of one content do the same at the same place. Counters
 * are no part of it, comments are. The words of nft have an order that counts, except in its sets.
 */
export function ruleContent({ spec }: Rule): string {
  const { dialect, conditions, statements } = spec;
  if (dialect !== 'nft') return partsOf(spec, ['|']).join(' ');
  const asked = conditions.map((condition) => conditionPart(spec, condition));
  const parts: string[] = [];
  let from = 0;
  for (const statement of statements) {
    parts.push(...asked.slice(from, statement.after), statementParts(statement).join(' '));
    from = Math.max(from, statement.after);
  }
  return [...parts, ...asked.slice(from)].join(' ');
}

/** The rule as its file has it, without what changes by itself: counters, quotas used. */
export function ruleWords({ spec, text }: Rule): string {
  return stableRuleText(spec.dialect, text);
}

/** How alike two rules are: the share of their parts that both have, from 0 to 1. */
export function likeness(first: Rule, second: Rule): number {
  const [one, other] = [partsOnce(first), partsOnce(second)];
  const known = new Set(one);
  const common = other.filter((part) => known.has(part)).length;
  return one.length + other.length === 0 ? 1 : (2 * common) / (one.length + other.length);
}

/** Whether two rules look at the same and differ only in what they do. */
export function sameConditions(first: Rule, second: Rule): boolean {
  const conditions = ({ spec }: Rule): string =>
    spec.conditions.map((condition) => conditionPart(spec, condition)).toSorted().join(' '); // prettier-ignore
  return conditions(first) === conditions(second);
}

const remembered = new WeakMap<Rule, readonly string[]>();

function partsOnce(rule: Rule): readonly string[] {
  const known = remembered.get(rule);
  if (known !== undefined) return known;
  const parts = partsOf(rule.spec);
  remembered.set(rule, parts);
  return parts;
}

/** The options of the header come first; `between` stands between them and the others. */
function partsOf(spec: RuleSpec, between: readonly string[] = []): readonly string[] {
  const parts = (isHeader: boolean): readonly string[] =>
    spec.conditions
      .filter((condition) => isOfHeader(condition) === isHeader)
      .map((condition) => conditionPart(spec, condition))
      .toSorted();
  return [...parts(true), ...between, ...parts(false), ...spec.statements.flatMap(statementParts)];
}

/** The options without a match come first: `-s`, `-i`, `-p`. */
function isOfHeader(condition: Condition): boolean {
  return condition.kind === 'compare' && headerFields.has(condition.field.kind);
}

const headerFields: ReadonlySet<Field['kind']> = new Set([
  'address',
  'interface',
  'protocol',
  'fragment-offset',
]);

/** `tcp dport { 443, 80 }` and `tcp dport { 80, 443 }` are alike. */
function conditionPart({ dialect }: RuleSpec, condition: Condition): string {
  if (condition.kind === 'compare') {
    const { values, isSet } = condition;
    const ordered = isSet ? values.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) : values;
    return printCondition(dialect, { ...condition, values: ordered });
  }
  if (condition.kind === 'lookup' && condition.set.kind === 'listed') {
    const elements = condition.set.elements.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return printCondition(dialect, { ...condition, set: { kind: 'listed', elements } });
  }
  return printCondition(dialect, condition);
}

/** What the statement does, first its name: rules that differ in the rest alone are alike. */
function statementParts(statement: Statement & { readonly after?: number }): readonly string[] {
  const { kind, after: _, ...rest } = statement;
  switch (statement.kind) {
    case 'jump':
    case 'goto':
      return [`${kind} ${statement.chain}`];
    case 'nat':
      return [`nat ${statement.type}`, keyOf(statement.to), ...statement.flags, ...(statement.map === null ? [] : [keyOf(statement.map)])]; // prettier-ignore
    case 'log':
      return [`log ${statement.by}`, `prefix ${statement.prefix}`, statement.words];
    case 'verdict-map':
      // Its elements are told by the lookup that goes with it.
      return [kind];
    default:
      return Object.keys(rest).length === 0 ? [kind] : [kind, keyOf(rest)];
  }
}

function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
}
