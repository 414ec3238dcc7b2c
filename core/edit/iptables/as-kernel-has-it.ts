import { ruleContent } from '../../dialects/rule-content.ts';
import type { Condition } from '../../model/condition.ts';
import type { PlacedStatement, Rule } from '../../model/ruleset.ts';
import type { Value } from '../../model/rule-value.ts';

/**
 * What `-D` compares: the rule as its matches and target stand in the kernel, where what was left out has its default
 * and words that mean one thing are one. The order of two ports of multiport counts there, which is overlooked.
 */
export function asKernelHasIt(rule: Rule): string {
  const { spec } = rule;
  const conditions = spec.conditions.filter((each) => !asksNothing(each)).map(plainCondition);
  const statements = spec.statements.map(plainStatement);
  // xt_state is a name of its own, though xt_conntrack does its work.
  const byState = / (?:-m|--match) state /.test(`${rule.text} `) ? 'state ' : '';
  const { number, handle, text, counter, at } = rule;
  const plain = { dialect: spec.dialect, conditions, statements };
  return `${byState}${ruleContent({ number, handle, text, counter, at, spec: plain })}`;
}

/** `-p all`, `-s 0.0.0.0/0` */
function asksNothing(condition: Condition): boolean {
  if (condition.kind !== 'compare' || condition.negated) return false;
  const { field, values } = condition;
  if (field.kind === 'protocol') return values.some(({ kind }) => kind === 'any');
  return (
    field.kind === 'address' && values.some((value) => value.kind === 'network' && BigInt(value.mask) === 0n)
  );
}

function plainCondition(condition: Condition): Condition {
  if (condition.kind === 'undecidable' && condition.name === 'limit')
    return { ...condition, words: plainRate(condition.words) };
  if (condition.kind !== 'compare') return condition;
  const { field } = condition;
  if (field.kind === 'ct-state') return { ...condition, isSet: true };
  return field.kind === 'address' ? { ...condition, values: condition.values.map(masked) } : condition;
}

/** `10.1.2.3/16` is `10.1.0.0/16`. */
function masked(value: Value): Value {
  if (value.kind !== 'network') return value;
  const { base, mask } = value;
  return typeof base === 'bigint' || typeof mask === 'bigint'
    ? { ...value, base: BigInt(base) & BigInt(mask) }
    : { ...value, base: (base & mask) >>> 0 };
}

/** `--limit 5/min --limit-burst 5` is `--limit 5/minute`. */
function plainRate(words: string): string {
  const units = ['second', 'minute', 'hour', 'day'];
  return words
    .split(' --limit-burst 5')
    .join('')
    .split(' ')
    .map((word) => {
      const [count, unit, more] = word.split('/');
      if (more !== undefined || !/^\d+$/.test(count ?? '')) return word;
      return `${count}/${units.find((whole) => whole.startsWith((unit ?? 'second').toLowerCase())) ?? unit}`;
    })
    .join(' ');
}

/** `-j REJECT` answers with icmp-port-unreachable, `-j LOG` logs with level 4. */
function plainStatement(statement: PlacedStatement): PlacedStatement {
  if (statement.kind === 'reject' && statement.answer.kind !== 'tcp-reset')
    return { ...statement, answer: { kind: 'icmp', code: statement.answer.code } };
  if (statement.kind !== 'log') return statement;
  const words = statement.words.replace(/ ?--log-level (?:4|warn(?:ing)?)(?= |$)/, '').trim();
  return { ...statement, words };
}
