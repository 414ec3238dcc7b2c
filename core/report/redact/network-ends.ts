import type { Bits } from './bits.ts';
import { rangeOf, staysAsItIs } from './special-ranges.ts';

/** In a range as small as this there is no room to choose. */
const LONGEST_RANGE = 16;

/**
 * The same permutation, but that the first and last addresses of networks stay first and last: `10.1.0.0` in a routing
 * table and `brd 10.1.0.255` would else name no network. Whatever would have become such an address becomes what the end
 * of the network would have become. `networks`: beginnings of addresses of `width` bits.
 */
export function keepingEnds(
  map: (address: Bits) => Bits,
  networks: Iterable<Bits>,
  width: 32 | 128,
): (address: Bits) => Bits {
  const ends = new Map<Bits, Bits>();
  const displaced = new Map<Bits, Bits>();
  const longestFirst = [...networks].sort((a, b) => b.length - a.length);
  for (const network of longestFirst) {
    const first = network.padEnd(width, '0');
    const { beginning } = rangeOf(first);
    if (beginning.length > LONGEST_RANGE || rangeOf(network.padEnd(width, '1')).beginning !== beginning)
      continue;
    for (const filler of ['0', '1']) {
      const end = network.padEnd(width, filler);
      const image = map(end).slice(0, network.length).padEnd(width, filler);
      if (ends.has(end) || displaced.has(image) || staysAsItIs(end)) continue;
      if (rangeOf(image).beginning !== beginning) continue;
      ends.set(end, image);
      displaced.set(image, map(end));
    }
  }
  return (address) => {
    const end = ends.get(address);
    if (end !== undefined) return end;
    let image = map(address);
    for (let next = displaced.get(image); next !== undefined && next !== image; next = displaced.get(image))
      image = next;
    return image;
  };
}
