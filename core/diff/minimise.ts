/**
 * A smallest part of the items for which `holds` is still true, in the sense that it holds for no part that lacks one
 * more item (Zeller's delta debugging). Items that stand first are dropped first. `holds` must be true of all items.
 */
export function minimise<T>(items: readonly T[], holds: (part: readonly T[]) => boolean): readonly T[] {
  let kept = items;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length;) {
      const rest = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (kept.length > 0 && holds(rest)) kept = rest;
      else start += size;
    }
  }
  return kept;
}
