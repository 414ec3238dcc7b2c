import { LazyRule } from '../rules/iptables/lazy-rule.ts';

/**
 * The same plain data with every reference to a line of `from` turned into one of `to`, `by` lines further down: a
 * section is parsed as if it were a file of its own, and its evidence stands in the whole file.
 */
export function moveLines<T>(value: T, from: string, to: string, by: number): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => moveLines(item, from, to, by)) as T;
  if (value instanceof LazyRule) return value.moved({ at: moveLines(value.at, from, to, by) }) as T;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [key, moveLines(item, from, to, by)]),
  ) as Record<string, unknown>;
  if (copy['file'] !== from) return copy as T;
  copy['file'] = to;
  if (typeof copy['line'] === 'number') copy['line'] += by;
  return copy as T;
}
