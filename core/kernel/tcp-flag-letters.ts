/** tcpdump's letters for TCP's flags (`S.`) as the header's bits; an empty text for none. */
export function flagBitsOfLetters(letters: string): number {
  return [...letters].reduce((bits, letter) => bits | (bitOf.get(letter) ?? 0), 0);
}

const bitOf: ReadonlyMap<string, number> = new Map([
  ['F', 0x01],
  ['S', 0x02],
  ['R', 0x04],
  ['P', 0x08],
  ['.', 0x10],
  ['U', 0x20],
  ['E', 0x40],
  ['W', 0x80],
]);
