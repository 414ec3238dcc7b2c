import type { LineRef } from '../../model/evidence.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { LineFate } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { hasMembers, printedRoute, sampleObjects } from './ip-json.ts';
import { addressFamily, baseName, namedFamily } from '../text/ip-text.ts';
import type { JsonObject } from '../text/json-document.ts';
import { mostLines } from '../text/recognise-lines.ts';
import { withFamilies, withSiblings } from './route-families.ts';
import { deadEnds, nextHop, readRoute, routeType, withoutEncapsulation } from './route-words.ts';
import type { Asked, OpenRoute } from './route-words.ts';
import { listed, listingOf } from './listing-of-command.ts';
import { isCutMark } from '../text/cut-mark.ts';

/**
 * The routes that `ip [-4|-6] route [show table NAME|all]` prints (ip-route(8), iproute2 ip/iproute.c):
 *
 *   default via 10.1.0.2 dev wan1 proto static metric 100
 *   local 10.1.0.1 dev lan table local proto kernel scope host src 10.1.0.1
 *   unreachable 192.0.2.0/24 table 300
 *   10.9.0.0/16 proto static
 *           nexthop via 10.1.0.2 dev wan1 weight 1
 *           nexthop via 10.2.0.2 dev wan2 weight 2 onlink
 *   10.9.0.0/16 proto static \\  nexthop via 10.1.0.2 dev wan1 weight 1 \\  nexthop ...      with -o
 *   [{"dst":"10.9.0.0/16","protocol":"static","flags":[],"nexthops":[...]}]                with -j
 *
 * A route that names no table is of the table that was asked for: the prompt's command or the file's name tells it
 * (`ip route list table local`, `ip-route-local.txt`), else it is main; of `ip route show vrf blue` it is `vrf blue`. What `ip route get` answers is no route.
 */
export const ipRoute: Format<'ip-route'> = {
  kind: 'ip-route',
  madeBy: 'ip route show table all',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine =
  /^\s*(?:(?:IPv[46] |ip |routing |route )?table \S+: +)?(?:(?:local|broadcast|multicast|anycast|unicast|unreachable|blackhole|prohibit|throw) (?:default|[\d.:a-f]+(?:\/\d+)?)(?:\s|$)|(?:default|\d+(?:\.\d+){1,3}(?:\/\d+)?|[\da-f]*:[\da-f:.]*(?:\/\d+)?) (?:via|dev|proto|scope|nhid|metric|table) )/i;

function recognises(sample: Sample): boolean {
  const [object] = sampleObjects(sample);
  if (object) return isRoute(object);
  return mostLines(sample, (text) => {
    if (/^\s+(?:nexthop|cache|nh_info)\b/.test(text)) return true;
    const { words, encapsulation } = withoutEncapsulation(text.split(/\s+/));
    const type = routeType(words[0] ?? '');
    const prefix = type === null ? words[0] : words[1];
    if (prefix !== 'default' && addressFamily(prefix ?? '') === null) return false;
    return encapsulation !== null || (type !== null && deadEnds.has(type)) || showsWay.test(text);
  });
}

/** What scripts print above each of many tables: `Routing table 100:`, `Table wan:`, `# table 10`. */
const tableHeading =
  /^\s{0,40}(?:[#=*-]{1,80}\s{0,9})?(?:IPv[46] |ip |routing |route )?table[: ]\s{0,9}["']?([\w.-]{1,80})["']?\s{0,9}(?::(.*)|[\s=*-]*)$/is;
const showsWay = /\s(?:dev|via|nhid|proto|scope)\s/;

/** Neighbours have `dst` and `dev` too, FIB rules a priority; `ip -j route get` has `cache` or the asker's `uid`. */
function isRoute(object: JsonObject): boolean {
  const isOther = ['state', 'lladdr', 'priority', 'cache', 'uid'].some((name) => hasMembers(object, name));
  return hasMembers(object, 'dst') && !isOther;
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: OpenRoute[] = [];
  const asked: { -readonly [Field in keyof Asked]: Asked[Field] } = {
    table: tableOfName(file) ?? 'main',
    family: namedFamily(file),
    listing: 'whole',
  };
  /** Somebody left lines out. */
  let isCut = false;
  /** The command above asked for the route of one packet. */
  let isAnswer = false;
  const readPart = (text: string, at: LineRef): LineFate => {
    const words = text.trim().split(/\s+/);
    if (words[0] === 'nexthop') {
      const route = items.at(-1);
      if (!route) return { malformed: { kind: 'nexthop-without-route' } };
      route.nextHops.push(nextHop(words.slice(1)));
      return 'parsed';
    }
    if (words[0] === 'cache') {
      // The line above was an answer of `ip route get`.
      if (items.at(-1)?.at.line === at.line - 1) items.pop();
      return 'notModelled';
    }
    if (/^\s/.test(text)) return 'notModelled';
    if (/^(?:[#=]|RTNETLINK |Error: )/.test(text)) return 'notOurs';
    const route = readRoute(words, asked, text.trim(), at);
    if (!route) return { malformed: { kind: 'route' } };
    if (isAnswerForPacket(words)) return 'notModelled';
    items.push(route);
    return 'parsed';
  };
  /** The route of `Table 1: default via ...`; '' where only the table is named, null for other lines. */
  const afterTableName = (text: string): string | null => {
    const [, table = '', route = ''] = tableHeading.exec(text) ?? [];
    if (table === '') return null;
    asked.table = table;
    return route.trim();
  };
  const account = classifyLines(lines, file, {
    command(command) {
      isAnswer = /\bro?u?t?e?\s+(?:get|g)\b/.test(command);
      asked.table = tableOfCommand(command) ?? asked.table;
      asked.family = namedFamily(command) ?? asked.family;
      asked.listing = listingOf(command, listed.routes);
    },
    read(text, at) {
      if (isAnswer) return 'notModelled';
      if (isCutMark(text)) {
        isCut = true;
        return 'notOurs';
      }
      const named = afterTableName(text);
      if (named === '') return 'notOurs';
      const [first = '', ...others] = (named ?? text).split(/\\(?=\s)/);
      const fate = readPart(first, at);
      for (const other of others) if (/^\s+nexthop\s/.test(other)) readPart(other, at);
      return fate;
    },
    object(object, at) {
      if (!isRoute(object) || isAnswer) return 'notModelled';
      const [first = '', ...hops] = printedRoute(object);
      const fate = readPart(first, at);
      if (fate === 'parsed') for (const hop of hops) readPart(hop, at);
      return fate;
    },
  });
  const all = withSiblings(withFamilies(items, asked.family));
  const routes = isCut ? all.map((route) => ({ ...route, listing: 'part' as const })) : all;
  return { records: { kind: 'routes', detail: 'full', items: routes }, ...account };
}

/** `ip route get`: `10.9.1.1 via 10.1.0.2 dev eth0 src 10.1.0.1 uid 0`, `fd00:9::1 from :: via fd00:2::2 dev eth1 ...`. */
function isAnswerForPacket(words: readonly string[]): boolean {
  const from = words[words.indexOf('from') + 1] ?? '';
  return words.includes('uid') || (words.includes('from') && !words[0]?.includes('/') && !from.includes('/'));
}

function tableOfCommand(command: string): string | null {
  if (!/\bro?u?t?e?\b/.test(command)) return null;
  const vrf = /\svrf\s+(\S+)/.exec(command)?.[1];
  if (vrf !== undefined) return `vrf ${vrf}`;
  const table = /\btable\s+(\S+)/.exec(command)?.[1];
  return table === undefined || table === 'all' || table === '0' ? 'main' : table;
}

function tableOfName(file: string): string | null {
  const name = baseName(file).replace(/\.(?:txt|log|out)$/, '');
  const match =
    /table[_-]([\w.]{1,80})$/.exec(name) ??
    /route[_-](?:show[_-]|list[_-])?(local|main|default|\d+)$/.exec(name);
  return match?.[1] === undefined || match[1] === 'all' ? null : match[1];
}
