import type { Comparison } from '../../model/condition.ts';
import type { Chain, Rule } from '../../model/ruleset.ts';
import type { AddressValue } from '../address.ts';
import { parseAddress, widthOf } from '../address.ts';
import { comparisonHolds } from '../conditions/comparison.ts';
import type { MatchPacket } from '../match/match-packet.ts';

/** Below this many rules, one after the other is quicker. */
const SHORT = 32;

/**
 * The first rule, from `from` on, that is not certain to fail for the destination alone; the end of the chain where there is
 * none. Of chains with a rule for each of thousands of services a packet meets a few.
 */
export function nextRule(chain: Chain, from: number, packet: MatchPacket): number {
  if (chain.rules.length - from < SHORT || chain.cuts.length > 0 || packet.dst === null) return from;
  const index = indexOf(chain);
  if (index === null) return from;
  const dst = parseAddress(packet.dst);
  const own = dst === null ? undefined : index.byDestination.get(dst);
  const asked = own === undefined ? index.comparison : index.otherThan(dst as AddressValue);
  // What the packet's destination is known to be: then all rules for other addresses fail alike.
  if (dst === null || asked === null || comparisonHolds(asked, packet) !== 'no') return from;
  const end = chain.rules.length;
  return Math.min(firstFrom(index.others, from, end), own === undefined ? end : firstFrom(own, from, end));
}

interface DestinationIndex {
  /** The places of rules for one address, by that address. */
  readonly byDestination: ReadonlyMap<AddressValue, readonly number[]>;
  /** The places of all other rules. */
  readonly others: readonly number[];
  /** One of the comparisons. */
  readonly comparison: Comparison;
  /** A comparison with another address; null where there is none. */
  otherThan(address: AddressValue): Comparison | null;
}

const known = new WeakMap<Chain, DestinationIndex | null>();

/** Null where it would save little. */
function indexOf(chain: Chain): DestinationIndex | null {
  const made = known.get(chain);
  if (made !== undefined) return made;
  const index = madeIndex(chain);
  known.set(chain, index);
  return index;
}

function madeIndex(chain: Chain): DestinationIndex | null {
  const byDestination = new Map<AddressValue, number[]>();
  const comparisons = new Map<AddressValue, Comparison>();
  const others: number[] = [];
  for (const [at, rule] of chain.rules.entries()) {
    const found = destinationOf(rule);
    if (found === null) {
      others.push(at);
      continue;
    }
    const places = byDestination.get(found.address) ?? [];
    byDestination.set(found.address, places);
    places.push(at);
    comparisons.set(found.address, found.comparison);
  }
  const [first, second] = comparisons;
  if (first === undefined || chain.rules.length - others.length < SHORT) return null;
  return {
    byDestination,
    others,
    comparison: first[1],
    otherThan: (address) => (first[0] !== address ? first[1] : (second?.[1] ?? null)),
  };
}

/** The one address that a rule of iptables is for. Rules of nft may do something before they fail. */
function destinationOf({
  spec,
}: Rule): { readonly address: AddressValue; readonly comparison: Comparison } | null {
  if (spec.dialect === 'nft') return null;
  for (const condition of spec.conditions) {
    if (condition.kind !== 'compare' || condition.negated || condition.mask !== null) continue;
    if (condition.field.kind !== 'address' || condition.field.side !== 'dst') continue;
    const [value, ...more] = condition.values;
    if (value?.kind !== 'network' || more.length > 0 || !isWhole(value.base, value.mask)) continue;
    return { address: value.base, comparison: condition };
  }
  return null;
}

function isWhole(base: AddressValue, mask: AddressValue): boolean {
  return widthOf(base) === 32 ? mask === 0xffffffff : mask === (1n << 128n) - 1n;
}

/** The first of rising numbers that is not below `from`. */
function firstFrom(numbers: readonly number[], from: number, none: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return numbers[low] ?? none;
}
