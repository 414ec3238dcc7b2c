import type { Condition } from '../../model/condition.ts';

/** Equal for conditions that ask the same of a packet, negated or not. */
export function conditionKey(condition: Condition): string {
  let key = keys.get(condition);
  if (key === undefined) {
    key = JSON.stringify({ ...condition, negated: false }, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    keys.set(condition, key);
  }
  return key;
}

const keys = new WeakMap<Condition, string>();
