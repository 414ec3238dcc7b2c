import type { Comparison } from '../../model/condition.ts';
import type { Side } from '../../model/rule-field.ts';
import type { Chain, Rule } from '../../model/ruleset.ts';
import type { AddressValue } from '../address.ts';
import { parseAddress, widthOf } from '../address.ts';
import { comparisonHolds } from '../conditions/comparison.ts';
import type { MatchPacket } from '../match/match-packet.ts';

/** Below this many rules, one after the other is quicker. */
const SHORT = 32;

/**
 * The first rule, from `from` on, that is not certain to fail for one of the packet's addresses alone; the end of the chain
 * where there is none. Of chains with a rule for each of thousands of services a packet meets a few.
 */
export function nextRule(chain: Chain, from: number, packet: MatchPacket): number {
  if (chain.rules.length - from < SHORT || chain.cuts.length > 0) return from;
  const index = indexOf(chain);
  const text = index === null ? null : packet[index.side];
  const address = text === null ? null : parseAddress(text);
  if (index === null || address === null) return from;
  const own = index.byAddress.get(address);
  const asked = own === undefined ? index.comparison : index.otherThan(address);
  // Where the packet's address is known for certain, all rules for other addresses fail alike.
  if (asked === null || comparisonHolds(asked, packet) !== 'no') return from;
  const end = chain.rules.length;
  return Math.min(firstFrom(index.others, from, end), own === undefined ? end : firstFrom(own, from, end));
}

/** The rules of a chain by the one address that each asks for on one side. */
interface AddressIndex {
  readonly side: Side;
  /** The places of rules for one address, by that address. */
  readonly byAddress: ReadonlyMap<AddressValue, readonly number[]>;
  /** The places of all other rules. */
  readonly others: readonly number[];
  /** One of the comparisons. */
  readonly comparison: Comparison;
  /** A comparison with another address; null where there is none. */
  otherThan(address: AddressValue): Comparison | null;
}

const known = new WeakMap<Chain, AddressIndex | null>();

/** By the side that leaves fewer others; null where either would save little. */
function indexOf(chain: Chain): AddressIndex | null {
  const made = known.get(chain);
  if (made !== undefined) return made;
  const [bySource, byDestination] = [indexBy(chain, 'src'), indexBy(chain, 'dst')];
  const index = othersIn(bySource) < othersIn(byDestination) ? bySource : byDestination;
  known.set(chain, index);
  return index;
}

function othersIn(index: AddressIndex | null): number {
  return index?.others.length ?? Infinity;
}

function indexBy(chain: Chain, side: Side): AddressIndex | null {
  const byAddress = new Map<AddressValue, number[]>();
  const comparisons = new Map<AddressValue, Comparison>();
  const others: number[] = [];
  for (const [at, rule] of chain.rules.entries()) {
    const comparison = addressOf(rule, side);
    const [value] = comparison?.values ?? [];
    if (comparison === null || value?.kind !== 'network') {
      others.push(at);
      continue;
    }
    const places = byAddress.get(value.base) ?? [];
    byAddress.set(value.base, places);
    places.push(at);
    comparisons.set(value.base, comparison);
  }
  const [first, second] = comparisons;
  if (first === undefined || chain.rules.length - others.length < SHORT) return null;
  return {
    side,
    byAddress,
    others,
    comparison: first[1],
    otherThan: (address) => (first[0] !== address ? first[1] : (second?.[1] ?? null)),
  };
}

/** The comparison with a whole address that a rule of iptables makes. Rules of nft may do something before they fail. */
function addressOf({ spec }: Rule, side: Side): Comparison | null {
  if (spec.dialect === 'nft') return null;
  for (const condition of spec.conditions) {
    if (condition.kind !== 'compare' || condition.negated || condition.mask !== null) continue;
    if (condition.field.kind !== 'address' || condition.field.side !== side) continue;
    const [value, ...more] = condition.values;
    if (value?.kind === 'network' && more.length === 0 && isWhole(value.base, value.mask)) return condition;
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
