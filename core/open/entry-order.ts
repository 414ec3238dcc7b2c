/**
 * Puts an archive's entries into the order in which a folder's files are read: folder by folder, by name. Tools pack
 * them in the order of the disk, and what is found must not depend on that.
 */
export function inNameOrder<Entry extends { readonly path: string }>(entries: readonly Entry[]): Entry[] {
  const split = new Map(entries.map((entry) => [entry, entry.path.split('/')]));
  return [...entries].sort((a, b) => {
    const [first, second] = [split.get(a) ?? [], split.get(b) ?? []];
    const at = first.findIndex((name, depth) => name !== second[depth]);
    if (at < 0) return first.length - second.length;
    return (first[at] ?? '') < (second[at] ?? '') ? -1 : 1;
  });
}
