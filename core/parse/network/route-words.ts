import type { Family } from '../../model/family.ts';
import type { LineRef } from '../../model/evidence.ts';
import type { Listing, NextHop, Route, RouteType } from '../../model/network.ts';
import { addressFamily, fullPrefix } from '../text/ip-text.ts';
import { tosValue } from '../rules/tos-value.ts';

/** A route whose `nexthop` lines may still follow. */
export interface OpenRoute extends Route {
  readonly nextHops: NextHop[];
}

/** What the command, or the file's name, tells of routes that do not say it themselves. */
export interface Asked {
  readonly table: string;
  readonly family: Family | null;
  readonly listing: Listing;
}

/** The words of one line of `ip route` as a route; null for what is none. */
export function readRoute(
  line: readonly string[],
  asked: Asked,
  text: string,
  at: LineRef,
): OpenRoute | null {
  const { words: all, encapsulation } = withoutEncapsulation(line);
  const type = routeType(all[0] ?? '');
  const words = type ? all.slice(1) : all;
  const value = (word: string): string | null => attribute(words, word);
  const family =
    addressFamily(words[0] ?? '') ??
    addressFamily(value('via') ?? '') ??
    addressFamily(value('src') ?? '') ??
    asked.family ??
    'ipv4';
  const prefix = fullPrefix(words[0] ?? '', family);
  if (prefix === null) return null;
  const hop = nextHop(words.slice(1));
  const leads = !deadEnds.has(type ?? 'unicast') && (hop.dev !== null || hop.via !== null);
  const from = value('from');
  return {
    family,
    type: type ?? 'unicast',
    prefix,
    from: from === null ? null : (fullPrefix(from, family) ?? from),
    table: value('table') ?? asked.table,
    nextHops: leads ? [hop] : [],
    preferredSource: value('src'),
    metric: Number(value('metric') ?? 0) || 0,
    preference: preferences.find((word) => word === value('pref')) ?? 'medium',
    tos: tosValue(value('tos') ?? value('dsfield') ?? '0') ?? 0,
    scope: scopeName(value('scope')),
    mtu: Number(value('mtu') ?? 0) || null,
    nexthopId: Number(value('nhid') ?? 0) || null,
    encapsulation,
    // ip(8) prints the table's name only where it was asked for all of them.
    listing: asked.listing === 'whole' && value('table') !== null ? 'all-tables' : asked.listing,
    text,
    at,
  };
}

/** The words after `nexthop`. */
export function nextHop(line: readonly string[]): NextHop {
  const { words } = withoutEncapsulation(line);
  return {
    dev: attribute(words, 'dev'),
    via: attribute(words, 'via'),
    weight: Number(attribute(words, 'weight') ?? 1) || 1,
    flags: words.filter((word) => flagWords.has(word)),
  };
}

/** The type that a line of `ip route` begins with; null where it begins with a prefix. */
export function routeType(word: string): RouteType | null {
  // `ip -N` prints numbers (linux/rtnetlink.h: RTN_UNICAST is 1).
  return routeTypes.find((name, index) => name === word || String(index + 1) === word) ?? null;
}

/**
 * Takes out what stands between `encap` and the way: `encap ip id 100 src 0.0.0.0 dst 10.1.0.9 ttl 0 tos 0 dev eth1`
 * has a source and a TOS that are not the route's.
 */
export function withoutEncapsulation(words: readonly string[]): {
  readonly words: readonly string[];
  readonly encapsulation: string | null;
} {
  const start = words.indexOf('encap');
  if (start < 0) return { words, encapsulation: null };
  let hasTos = false;
  let end = start + 2;
  for (; end < words.length; end++) {
    const word = words[end] ?? '';
    if (afterEncapsulation.has(word) || (word === 'tos' && hasTos)) break;
    if (word === 'table' && words[start + 1] !== 'seg6local') break;
    hasTos ||= word === 'tos';
  }
  return {
    words: [...words.slice(0, start), ...words.slice(end)],
    encapsulation: words.slice(start, end).join(' '),
  };
}

/** Global, which is not printed without `-d`, is null; `ip -N` prints numbers (/etc/iproute2/rt_scopes). */
function scopeName(printed: string | null): string | null {
  const scope = scopeNumbers.get(printed ?? '') ?? printed;
  return scope === 'global' ? null : scope;
}
const scopeNumbers = new Map([
  ['0', 'global'],
  ['200', 'site'],
  ['253', 'link'],
  ['254', 'host'],
]);

/** Whether a route of this type leads nowhere. */
export const deadEnds: ReadonlySet<RouteType> = new Set(['blackhole', 'unreachable', 'prohibit', 'throw']);

const preferences = ['low', 'medium', 'high'] as const;
const afterEncapsulation = new Set(['via', 'dev', 'nhid', 'proto', 'scope', 'metric', 'weight', 'nexthop']);

const routeTypes: readonly RouteType[] = [
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
];

const flagWords = new Set(
  'onlink linkdown dead pervasive offload rt_offload trap rt_trap notify unresolved rt_offload_failed'.split(
    ' ',
  ),
);

/** The word after a keyword; `mtu lock 1400` and `via inet6 fe80::1` have one more between. */
function attribute(words: readonly string[], keyword: string): string | null {
  const index = words.indexOf(keyword);
  if (index < 0) return null;
  const next = words[index + 1];
  return (next === 'lock' || next === 'inet' || next === 'inet6' ? words[index + 2] : next) ?? null;
}
