import type { Difference } from '../model/change-detail.ts';

/** How many elements a change names. */
const mostNamed = 5;

/** What went from a set, then what came. */
export function changedElements(before: readonly string[], after: readonly string[]): readonly Difference[] {
  return [...onlyIn('-', before, after), ...onlyIn('+', after, before)];
}

function onlyIn(sign: '+' | '-', of: readonly string[], others: readonly string[]): readonly Difference[] {
  const known = new Set(others);
  const only = of.filter((text) => !known.has(text));
  if (only.length === 0) return [];
  const elements = only.slice(0, mostNamed);
  return [{ kind: 'elements', sign, elements, more: only.length - elements.length }];
}
