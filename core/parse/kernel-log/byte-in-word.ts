/**
 * Marks where in a word of four bytes a byte stands: the highest bit of the first of them that is `byte` is the lowest
 * bit that is set; 0 where none is. `repeated` is the byte four times.
 */
export function marksOf(word: number, repeated: number): number {
  const difference = word ^ repeated;
  return (difference - 0x01010101) & ~difference & 0x80808080;
}

/** The number of bytes before the first that is marked. */
export function firstMarked(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}

/** The word with zeros from the first marked byte on. */
export function beforeMarked(word: number, marks: number): number {
  return word & (((marks & -marks) >>> 7) - 1);
}
