import type { AddressValue, Prefix } from '../address.ts';
import { lastAddress, widthOf } from '../address.ts';

/** All items of one prefix, in the order in which they were given, and the next shorter prefix around it. */
export interface PrefixNode<T> {
  readonly prefix: Prefix;
  readonly items: readonly T[];
  readonly parent: PrefixNode<T> | null;
}

/** Finds the longest prefix around an address; its `parent`s are all shorter ones, longest first. */
export type PrefixIndex<T> = (address: AddressValue) => PrefixNode<T> | null;

/**
 * An index of prefixes of one family. Prefixes nest or are apart, never overlap, so they cut the address space into
 * ranges that each belong to one longest prefix; a lookup is one binary search in the ranges' first addresses.
 */
export function buildPrefixIndex<T>(entries: Iterable<readonly [Prefix, T]>): PrefixIndex<T> {
  const nodes = groupByPrefix(entries);
  const starts: AddressValue[] = [];
  const owners: (PrefixNode<T> | null)[] = [];
  const beginRange = (start: AddressValue, owner: PrefixNode<T> | null): void => {
    if (starts.at(-1) === start) owners[owners.length - 1] = owner;
    else owners[starts.push(start) - 1] = owner;
  };

  let innermost: GrowingNode<T> | null = null;
  const leaveBefore = (address: AddressValue | null): void => {
    while (innermost !== null) {
      const last = lastAddress(innermost.prefix);
      if (address !== null && last >= address) return;
      innermost = innermost.parent;
      if (last !== highestAddress(last)) beginRange(successor(last), innermost);
    }
  };
  for (const node of nodes) {
    leaveBefore(node.prefix.value);
    node.parent = innermost;
    innermost = node;
    beginRange(node.prefix.value, node);
  }
  leaveBefore(null);

  // The kernel of a lookup is kept apart for numbers and bigints, so that each stays monomorphic and fast.
  if (typeof starts[0] === 'bigint') {
    const bigStarts = starts as bigint[];
    return (address) =>
      typeof address === 'bigint' ? (owners[lastAtMostBig(bigStarts, address)] ?? null) : null;
  }
  const smallStarts = Uint32Array.from(starts as number[]);
  return (address) =>
    typeof address === 'number' ? (owners[lastAtMost(smallStarts, address)] ?? null) : null;
}

interface GrowingNode<T> extends PrefixNode<T> {
  readonly items: T[];
  parent: GrowingNode<T> | null;
}

/** Sorted so that a prefix stands before all that it contains. */
function groupByPrefix<T>(entries: Iterable<readonly [Prefix, T]>): GrowingNode<T>[] {
  const nodes = new Map<string, GrowingNode<T>>();
  for (const [prefix, item] of entries) {
    const key = `${prefix.value}/${prefix.length}`;
    const node = nodes.get(key);
    if (node) node.items.push(item);
    else nodes.set(key, { prefix, items: [item], parent: null });
  }
  return [...nodes.values()].sort((a, b) => {
    if (a.prefix.value !== b.prefix.value) return a.prefix.value < b.prefix.value ? -1 : 1;
    return a.prefix.length - b.prefix.length;
  });
}

function highestAddress(like: AddressValue): AddressValue {
  return widthOf(like) === 32 ? 0xffffffff : (1n << 128n) - 1n;
}

function successor(address: AddressValue): AddressValue {
  return typeof address === 'number' ? address + 1 : address + 1n;
}

/** Index of the last start that is not above the address; -1 where all are. */
function lastAtMost(starts: Uint32Array, address: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lastAtMostBig(starts: readonly bigint[], address: bigint): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
