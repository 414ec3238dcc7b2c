import type { NextHop, Route, RouteType } from '../model/network.ts';
import type { Family } from '../model/family.ts';
import type { LineRef } from '../model/evidence.ts';
import { accountLines } from './account-lines.ts';
import type { Format, Parsed, Sample } from './format.ts';
import { addressFamily, baseName, fullPrefix, namedFamily } from './ip-text.ts';
import { mostLines } from './recognise-lines.ts';
import { tosValue } from './tos-value.ts';

/**
 * The routes that `ip [-4|-6] route [show table NAME|all]` prints (ip-route(8), iproute2 ip/iproute.c):
 *
 *   default via 10.1.0.2 dev wan1 proto static metric 100
 *   local 10.1.0.1 dev lan table local proto kernel scope host src 10.1.0.1
 *   unreachable 192.0.2.0/24 table 300
 *   10.9.0.0/16 proto static
 *           nexthop via 10.1.0.2 dev wan1 weight 1
 *           nexthop via 10.2.0.2 dev wan2 weight 2 onlink
 *
 * A route that names no table is of the table that was asked for: the prompt's command or the file's name tells it
 * (`ip route list table local`, `ip-route-local.txt`), else it is main.
 */
export const ipRoute: Format = { kind: 'ip-route', recognises, parse };

const routeTypes: readonly RouteType[] = [
  'unicast',
  'local',
  'broadcast',
  'multicast',
  'anycast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
];
const deadEnds: ReadonlySet<RouteType> = new Set(['blackhole', 'unreachable', 'prohibit', 'throw']);
const flagWords = new Set(
  'onlink linkdown dead pervasive offload rt_offload trap rt_trap notify unresolved rt_offload_failed'.split(
    ' ',
  ),
);

function recognises(sample: Sample): boolean {
  return mostLines(sample, (text) => {
    if (/^\s+(?:nexthop|cache)\b/.test(text)) return true;
    const words = text.split(/\s+/);
    const type = routeTypes.find((name) => name === words[0]) ?? 'unicast';
    const prefix = routeTypes.some((name) => name === words[0]) ? words[1] : words[0];
    if (prefix !== 'default' && addressFamily(prefix ?? '') === null) return false;
    return deadEnds.has(type) || /\s(?:dev|via|nhid|proto|scope)\s/.test(text);
  });
}

/** A route whose `nexthop` lines may still follow. */
interface OpenRoute extends Route {
  readonly nextHops: NextHop[];
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: OpenRoute[] = [];
  const asked = { table: tableOfName(file) ?? 'main', family: namedFamily(file) };
  const account = accountLines(lines, file, {
    command(command) {
      asked.table = tableOfCommand(command) ?? asked.table;
      asked.family = namedFamily(command) ?? asked.family;
    },
    read(text, at) {
      const words = text.trim().split(/\s+/);
      if (words[0] === 'nexthop') {
        const route = items.at(-1);
        if (!route) return { malformed: 'a nexthop without its route' };
        route.nextHops.push(nextHop(words.slice(1)));
        return 'parsed';
      }
      if (/^\s/.test(text) || words[0] === 'cache') return 'notModelled';
      if (/^[#=]/.test(text)) return 'notOurs';
      const route = readRoute(words, asked, text.trim(), at);
      if (!route) return { malformed: 'no route' };
      items.push(route);
      return 'parsed';
    },
  });
  return { records: { kind: 'routes', items: sameFamily(items, asked.family) }, ...account };
}

/**
 * `default dev tun0` shows no address; the route beside it tells the family, for ip(8) prints one family after the
 * other.
 */
function sameFamily(routes: readonly OpenRoute[], named: Family | null): readonly Route[] {
  if (named !== null || routes.every((route) => route.family === 'ipv4')) return routes;
  const shown = (route: OpenRoute | undefined): Family | null => {
    const showsNone =
      route === undefined ||
      (route.prefix === '0.0.0.0/0' && !route.nextHops.some((hop) => hop.via?.includes('.')));
    return showsNone ? null : route.family;
  };
  return routes.map((route, index) => {
    if (shown(route) !== null) return route;
    const before = routes.slice(0, index).findLast((other) => shown(other) !== null);
    const after = routes.slice(index + 1).find((other) => shown(other) !== null);
    // A default route is the first of its family's listing.
    const family = shown(after) ?? shown(before) ?? 'ipv4';
    return family === 'ipv4' ? route : { ...route, family, prefix: '::/0' };
  });
}

function readRoute(
  words: readonly string[],
  asked: { readonly table: string; readonly family: Family | null },
  text: string,
  at: LineRef,
): OpenRoute | null {
  const type = routeTypes.find((name) => name === words[0]);
  const rest = type ? words.slice(1) : words;
  const value = (word: string): string | null => attribute(rest, word);
  const family =
    addressFamily(rest[0] ?? '') ??
    addressFamily(value('via') ?? '') ??
    addressFamily(value('src') ?? '') ??
    asked.family ??
    'ipv4';
  const prefix = fullPrefix(rest[0] ?? '', family);
  if (prefix === null) return null;
  const hop = nextHop(rest.slice(1));
  const leads = !deadEnds.has(type ?? 'unicast') && (hop.dev !== null || hop.via !== null);
  return {
    family,
    type: type ?? 'unicast',
    prefix,
    table: value('table') ?? asked.table,
    nextHops: leads ? [hop] : [],
    preferredSource: value('src'),
    metric: Number(value('metric') ?? 0) || 0,
    tos: tosValue(value('tos') ?? value('dsfield') ?? '0') ?? 0,
    scope: value('scope'),
    mtu: Number(value('mtu') ?? 0) || null,
    nexthopId: Number(value('nhid') ?? 0) || null,
    text,
    at,
  };
}

function nextHop(words: readonly string[]): NextHop {
  return {
    dev: attribute(words, 'dev'),
    via: attribute(words, 'via'),
    weight: Number(attribute(words, 'weight') ?? 1) || 1,
    flags: words.filter((word) => flagWords.has(word)),
  };
}

/** The word behind a keyword; `mtu lock 1400` and `via inet6 fe80::1` have one more between. */
function attribute(words: readonly string[], keyword: string): string | null {
  const index = words.indexOf(keyword);
  if (index < 0) return null;
  const next = words[index + 1];
  return (next === 'lock' || next === 'inet' || next === 'inet6' ? words[index + 2] : next) ?? null;
}

function tableOfCommand(command: string): string | null {
  if (!/\bro?u?t?e?\b/.test(command)) return null;
  const table = /\btable\s+(\S+)/.exec(command)?.[1];
  return table === undefined || table === 'all' || table === '0' ? 'main' : table;
}

function tableOfName(file: string): string | null {
  const name = baseName(file).replace(/\.(?:txt|log|out)$/, '');
  const match =
    /table[_-]([\w.]+)$/.exec(name) ?? /route[_-](?:show[_-]|list[_-])?(local|main|default|\d+)$/.exec(name);
  return match?.[1] === undefined || match[1] === 'all' ? null : match[1];
}
