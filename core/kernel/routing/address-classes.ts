import type { Family } from '../../model/family.ts';
import type { NextHop, Route } from '../../model/network.ts';
import {
  type AddressValue,
  lastAddress,
  parseAddress,
  parsePrefix,
  type Prefix,
  widthOf,
} from '../address.ts';
import { joinedRanges, type ValueRange } from '../sets/field-bits.ts';
import type { Fib, FibTable } from './fib.ts';
import type { HostNetwork } from './host-network.ts';
import type { PrefixNode } from './prefix-index.ts';

/** Addresses between which nothing of the host's network makes a difference: one of them stands for all. */
export interface AddressClass {
  readonly ranges: readonly ValueRange[];
  readonly first: AddressValue;
}

/** All addresses of a family, in classes; as destination and as source alike. */
export interface AddressClasses {
  readonly all: readonly AddressClass[];
  /** The one with the most addresses; the kernel treats none of them in a way of its own. */
  readonly widest: AddressClass;
  classOf(address: AddressValue): AddressClass;
}

/**
 * What routing (fib-lookup.ts, validate-source.ts, route-input.ts) looks at of an address: which routes of each table are
 * around it, whether FIB rules select it, whether it is the host's own or one of those that the kernel treats in a way of
 * their own. Between the ends of all such prefixes nothing changes, and stretches with the same routes are one class.
 */
export function addressClasses(network: HostNetwork, family: Family): AddressClasses {
  const fib = network.fib[family];
  const singled = [...specialPrefixes(family), ...prefixesOf(fib), ...silentNeighbours(network, fib)];
  const own = ownAddresses(network, fib);
  const hosts = Array.from(own, (value) => ({ value, length: widthOf(value) }));
  const starts = startsOf(family, [...singled, ...hosts, ...[...fib.tables.values()].flatMap(routePrefixes)]);
  const tests = [...new Map(singled.map((prefix) => [`${prefix.value}/${prefix.length}`, prefix])).values()];
  const byKey = new Map<string, { ranges: ValueRange[]; first: AddressValue }>();
  const owners: { ranges: ValueRange[]; first: AddressValue }[] = [];
  const inside = insideOf(tests);
  for (const [index, first] of starts.entries()) {
    const next = starts[index + 1];
    const last = next === undefined ? highest(family) : before(next);
    const key = `${inside(first)} ${own.has(first) ? 'own' : ''} ${[...fib.tables.values()].map((table) => routesAround(table, first)).join(' | ')}`;
    const owner = byKey.get(key) ?? { ranges: [], first };
    owner.ranges.push({ first, last });
    byKey.set(key, owner);
    owners.push(owner);
  }
  const classes = new Map(
    Array.from(byKey.values(), (owner) => [
      owner,
      { first: owner.first, ranges: joinedRanges(owner.ranges) },
    ]),
  );
  const all = [...classes.values()];
  return {
    all,
    widest: all.reduce((widest, each) => (sizeOf(each) > sizeOf(widest) ? each : widest)),
    classOf: (address) =>
      classes.get(
        owners[lastAtMost(starts, address)] as AddressClass & { ranges: ValueRange[] },
      ) as AddressClass,
  };
}

function sizeOf({ ranges }: AddressClass): number {
  return ranges.reduce((sum, { first, last }) => sum + Number(last) - Number(first) + 1, 0);
}

function specialPrefixes(family: Family): readonly Prefix[] {
  const words =
    family === 'ipv4'
      ? ['0.0.0.0/32', '127.0.0.0/8', '224.0.0.0/4', '224.0.0.0/24', '255.255.255.255/32', '169.254.0.0/16']
      : ['::/128', '::1/128', 'fe80::/10', 'ff00::/8', '::ffff:0:0/96'];
  return words.flatMap((word) => parsePrefix(word) ?? []);
}

function prefixesOf({ rules, tables }: Fib): readonly Prefix[] {
  const selectors = rules.flatMap(({ from, to }) => [from, to]);
  const sources = [...tables.values()].flatMap(({ routes }) =>
    routes.flatMap(({ from }) => (from === null ? [] : (parsePrefix(from) ?? []))),
  );
  return [...selectors.filter((each) => each !== null && each !== 'unreadable'), ...sources];
}

/** A next hop that did not answer is told of by its address. */
function silentNeighbours({ neighbours }: HostNetwork, fib: Fib): readonly Prefix[] {
  return addressesIn(
    fib,
    neighbours.filter(({ state }) => state === 'FAILED').map(({ address }) => address),
  ).map((value) => ({ value, length: widthOf(value) }));
}

/** Addresses of interfaces, and those that routes name as their source. */
function ownAddresses({ addresses }: HostNetwork, fib: Fib): ReadonlySet<AddressValue> {
  return new Set(addressesIn(fib, [...addresses.map(({ address }) => address), ...fib.preferredSources]));
}

function addressesIn({ family }: Fib, texts: readonly string[]): readonly AddressValue[] {
  const width = family === 'ipv4' ? 32 : 128;
  return texts.flatMap((text) => {
    const value = parseAddress(text);
    return value === null || widthOf(value) !== width ? [] : [value];
  });
}

function routePrefixes({ routes }: FibTable): readonly Prefix[] {
  return routes.flatMap(({ prefix }) => parsePrefix(prefix) ?? []);
}

/** Names the routes that a lookup comes to, up to the first that is certainly taken. */
function routesAround({ search }: FibTable, address: AddressValue): string {
  const names: string[] = [];
  for (let node: PrefixNode<Route> | null = search(address); node !== null; node = node.parent) {
    const known = nodeNames.get(node);
    const name = known ?? nameOf(node);
    nodeNames.set(node, name);
    names.push(name);
    if (node.items.some(isSurelyTaken)) break;
  }
  return names.join();
}

const nodeNames = new WeakMap<PrefixNode<Route>, string>();

function nameOf({ prefix, items }: PrefixNode<Route>): string {
  const of = items.map((route) =>
    [route.type, route.from, route.metric, route.preference, route.tos, route.mtu, route.encapsulation, ...route.nextHops.map(hopName)].join('.'),
  ); // prettier-ignore
  return `${prefix.length}:${of.join('+')}`;
}

function hopName({ dev, via, weight, flags }: NextHop): string {
  return `${dev}>${via}*${weight}${flags.join('')}`;
}

function isSurelyTaken({ type, tos, from, nextHops }: Route): boolean {
  return type !== 'throw' && tos === 0 && from === null && nextHops.every(({ flags }) => flags.length === 0);
}

/** Names which of the prefixes an address is in. */
function insideOf(prefixes: readonly Prefix[]): (address: AddressValue) => string {
  const ranges = prefixes.map((prefix) => ({ first: prefix.value, last: lastAddress(prefix) }));
  return (address) => {
    let name = '';
    for (const [index, { first, last }] of ranges.entries())
      if (first <= address && address <= last) name += `${index},`;
    return name;
  };
}

function startsOf(family: Family, prefixes: readonly Prefix[]): readonly AddressValue[] {
  const starts = new Set<AddressValue>([family === 'ipv4' ? 0 : 0n]);
  const width = family === 'ipv4' ? 32 : 128;
  for (const prefix of prefixes) {
    if (widthOf(prefix.value) !== width) continue;
    starts.add(prefix.value);
    const last = lastAddress(prefix);
    if (last !== highest(family)) starts.add(after(last));
  }
  return [...starts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function highest(family: Family): AddressValue {
  return family === 'ipv4' ? 0xffffffff : (1n << 128n) - 1n;
}

function before(address: AddressValue): AddressValue {
  return typeof address === 'bigint' ? address - 1n : address - 1;
}

function after(address: AddressValue): AddressValue {
  return typeof address === 'bigint' ? address + 1n : address + 1;
}

function lastAtMost(starts: readonly AddressValue[], address: AddressValue): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as AddressValue) <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
