import type { Family } from '../../model/family.ts';
import type { Route } from '../../model/network.ts';
import type { AddressValue } from '../address.ts';
import {
  isLimitedBroadcast,
  isLoopback,
  isMulticast,
  isUnspecified,
  parseAddress,
  widthOf,
} from '../address.ts';
import { formatAddress } from '../address.ts';
import type { HostNetwork } from '../routing/host-network.ts';

/**
 * The types that an address may have for this host, one if it is known: inet_dev_addr_type()
 * (net/ipv4/fib_frontend.c), which looks into table local alone. With `dev`, only what table local has on that
 * interface counts (null: on any; `unknown`: on one that is not known).
 */
export function addressTypes(
  network: HostNetwork | null,
  text: string,
  dev: string | { readonly unknown: true } | null,
): readonly string[] {
  const address = parseAddress(text);
  if (address === null) return [...ownTypes, 'MULTICAST'];
  if (isLimitedBroadcast(address) || isUnspecified(address)) return ['BROADCAST'];
  if (isMulticast(address)) return ['MULTICAST'];
  const entry = localEntry(network, 'ipv4', address);
  if (entry === 'unknown') return ownTypes;
  if (entry === null || unreturned.has(entry.type)) return ['UNICAST'];
  const type = entry.type.toUpperCase();
  const first = entry.nextHops[0]?.dev ?? null;
  if (dev === null || dev === first) return [type];
  return typeof dev === 'string' && first !== null ? ['UNICAST'] : [type, 'UNICAST'];
}

/**
 * The entry of table local for an address; null for none. Without the table, loopback addresses and those that routes
 * name as their source are known to be in it.
 */
export function localEntry(
  network: HostNetwork | null,
  family: Family,
  address: AddressValue,
): Pick<Route, 'type' | 'nextHops'> | 'unknown' | null {
  const fib = network?.fib[family];
  const table = fib?.tables.get('local');
  if (table === undefined) {
    if (fib?.everyTableShown) return null;
    const isOwn = isLoopback(address) || fib?.preferredSources.has(formatAddress(address));
    return isOwn ? { type: 'local', nextHops: [] } : 'unknown';
  }
  for (let node = table.search(address); node !== null; node = node.parent) {
    const found = node.items.find((route) => route.tos === 0);
    if (found && (table.unreadable.length === 0 || node.prefix.length === widthOf(address))) return found;
  }
  return table.unreadable.length === 0 ? null : 'unknown';
}

const ownTypes: readonly string[] = ['UNICAST', 'LOCAL', 'BROADCAST', 'ANYCAST'];

/** fib_props[]: for these a lookup fails, and the address counts as unicast. */
const unreturned: ReadonlySet<string> = new Set(['blackhole', 'unreachable', 'prohibit', 'throw', 'nat']);
