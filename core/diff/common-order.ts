/** Two places, one in each list, that hold the same. */
export type Pair = readonly [before: number, after: number];

/**
 * A longest common subsequence of two lists of keys, after Hunt and Szymanski (A Fast Algorithm for Computing Longest
 * Common Subsequences, 1977): the longest ascending sequence in the places where both lists have one key. What both
 * lists have and is not in it must have moved, and no smaller set could have.
 */
export function commonOrder(before: readonly string[], after: readonly string[]): readonly Pair[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const places = placesOf(after, head, after.length - tail);
  const middle = longestAscent(before, head, before.length - tail, places);
  const equal = (count: number, [first, second]: Pair): Pair[] =>
    Array.from({ length: count }, (_, i): Pair => [first + i, second + i]);
  return [...equal(head, [0, 0]), ...middle, ...equal(tail, [before.length - tail, after.length - tail])];
}

/** The places of each key, the last first. */
function placesOf(keys: readonly string[], from: number, to: number): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (let i = to - 1; i >= from; i--) {
    const key = keys[i] as string;
    const known = places.get(key);
    if (known === undefined) places.set(key, [i]);
    else known.push(i);
  }
  return places;
}

interface Link {
  readonly pair: Pair;
  readonly previous: Link | null;
}

function longestAscent(
  keys: readonly string[],
  from: number,
  to: number,
  places: ReadonlyMap<string, readonly number[]>,
): readonly Pair[] {
  /** Entry n: the chain of n + 1 pairs that ends earliest in the other list. */
  const chains: Link[] = [];
  for (let i = from; i < to; i++) {
    for (const place of places.get(keys[i] as string) ?? []) {
      const length = shorterThan(chains, place);
      chains[length] = { pair: [i, place], previous: chains[length - 1] ?? null };
    }
  }
  const pairs: Pair[] = [];
  for (let link = chains.at(-1) ?? null; link !== null; link = link.previous) pairs.push(link.pair);
  return pairs.reverse();
}

/** How many chains end before that place. */
function shorterThan(chains: readonly Link[], place: number): number {
  let [low, high] = [0, chains.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chains[middle] as Link).pair[1] < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
