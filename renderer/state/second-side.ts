import type { Side } from '../worker/comparison.ts';

const before = /\b(before|old|prior|pre)\b/i;
const after = /\b(after|new|post)\b/i;

/**
 * Which side of a comparison a second bundle is on, by what the names say; a second one without such a word is the
 * later one. It is a first guess: the sides can be swapped.
 */
export function secondSide(open: string, second: string): Side {
  const [opened, added] = [words(open), words(second)];
  if (before.test(added) && !before.test(opened)) return 'before';
  if (after.test(opened) && !after.test(added)) return 'before';
  return 'after';
}

/** `r1_before.tar.gz` in words: `_` is no end of a word for `\b`. */
function words(name: string): string {
  return name.replace(/[_.\-/]/g, ' ');
}
