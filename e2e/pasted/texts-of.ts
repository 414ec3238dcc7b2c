import type { Files } from '../fuzz/corpus.ts';

/** The files of a bundle as texts; none for a bundle that has a file in bytes, which nobody can paste. */
export function textsOf(files: Files): readonly ReadonlyMap<string, string>[] {
  if (files.size < 2) return [];
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const texts = new Map(Array.from(files, ([path, bytes]) => [path, decoder.decode(bytes)]));
    return [...texts.values()].some((text) => text.includes('\0') || text.includes('```')) ? [] : [texts];
  } catch {
    return [];
  }
}
