/** Numbers that look random and are the same on every machine and in every run (xorshift, 32 bits). */
export function randomNumbers(seed) {
  let state = (seed ^ 0x6a09e667) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  return {
    chance: (probability) => next() < probability,
    below,
    between: (low, high) => low + below(high - low + 1),
    of: (list) => list[below(list.length)],
    letters: (count, alphabet) =>
      Array.from({ length: count }, () => alphabet[below(alphabet.length)]).join(''),
  };
}
