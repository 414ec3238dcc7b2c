/** An item of both lists, or of one of them. */
export interface Paired<T> {
  readonly before: T | null;
  readonly after: T | null;
}

/**
 * Pairs the items of two unordered lists: first those that agree in the first key, of the rest those that agree in the
 * second, and so on; of several alike, in order. What is left stands alone.
 */
export function pairUp<T>(
  before: readonly T[],
  after: readonly T[],
  keys: readonly ((item: T) => string)[],
): readonly Paired<T>[] {
  const partners = new Map<T, T>();
  const taken = new Set<T>();
  for (const keyOf of keys) {
    const waiting = new Map<string, T[]>();
    for (const item of after) {
      if (taken.has(item)) continue;
      const known = waiting.get(keyOf(item));
      if (known === undefined) waiting.set(keyOf(item), [item]);
      else known.push(item);
    }
    for (const item of before) {
      if (partners.has(item)) continue;
      const partner = waiting.get(keyOf(item))?.shift();
      if (partner === undefined) continue;
      partners.set(item, partner);
      taken.add(partner);
    }
  }
  return [
    ...before.map((item) => ({ before: item, after: partners.get(item) ?? null })),
    ...after.filter((item) => !taken.has(item)).map((item) => ({ before: null, after: item })),
  ];
}
