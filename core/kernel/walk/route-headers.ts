import { formatAddress, parseAddress } from '../address.ts';
import { classesOf, ofClass } from '../headers/by-address.ts';
import type { Headers } from '../headers/headers.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { portProtocols, protocolNumber } from '../protocol-number.ts';
import type { AddressClass } from '../routing/address-classes.ts';
import type { HostNetwork } from '../routing/host-network.ts';
import type { RoutingResult } from '../routing/routing-result.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { inRanges, withNumber } from '../sets/field-bits.ts';
import { type HeaderSpace, ofInterfaces, ofProtocols } from '../sets/header-space.ts';
import { sampleHeader } from '../sets/sample.ts';
import { type Branch, withSet } from './branch.ts';

/** Headers of a branch that routing treats alike, and what it does with them. */
export interface RoutedHeaders {
  /** Its packet has the destination where that is one address only. */
  readonly branch: Branch;
  readonly result: RoutingResult;
}

/** The routing decision for one packet; null where too little of it is known. */
export type Decide = (packet: MatchPacket) => RoutingResult | null;

/** What routing said before in the same walk, by all that it depends on; arriving and own packets have one each. */
export interface RoutesSeen {
  readonly results: Map<string, RoutingResult | null>;
  /** Groups of sources that routing treats alike. */
  readonly sources: Map<string, readonly SourceGroup[]>;
}

export function noRoutesSeen(): RoutesSeen {
  return { results: new Map(), sources: new Map() };
}

/**
 * Routing decides alike for packets that come in by one interface, with one answer to all selectors of FIB rules, whose
 * addresses are of one class (address-classes.ts): so it is asked with one packet for each. The source counts little
 * besides the interface that the packet is about to leave by, so its classes are grouped once for each of those.
 */
export function routeHeaders(
  network: HostNetwork,
  branch: Branch,
  decideAnew: Decide,
  seen: RoutesSeen,
): readonly RoutedHeaders[] | null {
  const { headers, packet } = branch;
  if (headers === null || (packet.dst === null && !headers.asSent.dst)) return null;
  // What NETMAP makes of a set of addresses is not known, whatever routing may do with one that is redacted.
  if (packet.dst !== null && parseAddress(packet.dst) === null) return null;
  const decide = decidingOnce(network, headers.space, decideAnew, seen);
  const routed: RoutedHeaders[] = [];
  for (const arrived of byInterface(branch))
    for (const selected of bySelectors(network, arrived))
      for (const there of byClass(network, selected, 'dst'))
        for (const from of bySource(network, there, decide, decideAnew, seen)) {
          const result = decide(from.packet);
          if (result === null) return null;
          const dst = there.isSingle ? from.packet.dst : packet.dst;
          routed.push({ branch: { ...from.branch, packet: { ...packet, dst } }, result });
        }
  return routed;
}

/** Packets whose destinations are of one class have one result; many are asked about after DNAT. */
function decidingOnce(
  network: HostNetwork,
  space: HeaderSpace,
  decide: Decide,
  { results }: RoutesSeen,
): Decide {
  const classes = classesOf(network, space);
  return (packet) => {
    const dst = packet.dst === null ? null : parseAddress(packet.dst);
    const there = dst === null ? packet.dst : formatAddress(classes.classOf(dst).first);
    const key = [packet.src, there, packet.length, ...selectedBy(network, packet)].join(' ');
    let result = results.get(key);
    if (result === undefined) {
      result = decide(packet);
      results.set(key, result);
    }
    return result;
  };
}

/** What routing looks at of a packet besides its addresses; mark, protocol and ports only where a FIB rule does. */
function selectedBy(network: HostNetwork, packet: MatchPacket): readonly (string | number | null)[] {
  const { inInterface, mark, tos, protocol, sport, dport, ttl, owner } = packet;
  const uid = owner === 'none' ? 'none' : (owner?.uid ?? null);
  const { rules } = network.fib[packet.family];
  const isUnread = rules.some(({ rule }) => rule.unknownWords.length > 0);
  const byMark = isUnread || rules.some(({ rule }) => rule.fwmark !== null);
  const byPorts =
    isUnread ||
    rules.some(({ rule }) => rule.ipProtocol !== null || rule.sport !== null || rule.dport !== null);
  return [
    inInterface,
    tos,
    ttl,
    uid,
    ...(byMark ? [mark] : []),
    ...(byPorts ? [protocol, sport, dport] : []),
  ];
}

/** Headers with one packet that stands for all of theirs. */
interface Represented {
  readonly branch: Branch;
  readonly packet: MatchPacket;
}

function byInterface(branch: Branch): readonly Represented[] {
  const { headers, packet } = branch;
  if (headers === null || packet.inInterface !== null || !headers.asSent.in) return [{ branch, packet }];
  return headers.space.interfaces.flatMap((name) =>
    split(branch, ofInterfaces(headers.space, 'in', [name])).map((some) => ({
      branch: some,
      packet: { ...packet, inInterface: name },
    })),
  );
}

function split(branch: Branch, where: Diagram): readonly Branch[] {
  const { headers } = branch;
  if (headers === null) return [];
  const some = withSet(branch, headers.space.diagrams.and(headers.set, where));
  return some === null ? [] : [some];
}

/** By protocol, ports and mark, as far as FIB rules select by them. */
function bySelectors(network: HostNetwork, { branch, packet }: Represented): readonly Represented[] {
  const { headers } = branch;
  if (headers === null) return [];
  const tests = selectorsOf(network, headers, packet);
  let parts: readonly Branch[] = [branch];
  for (const test of tests)
    parts = parts.flatMap((part) => [...split(part, test), ...split(part, headers.space.diagrams.not(test))]);
  if (tests.length === 0) return [{ branch, packet }];
  return parts.map((part) => ({ branch: part, packet: { ...packet, ...sampled(part, headers, packet) } }));
}

function selectorsOf(
  network: HostNetwork,
  { space, asSent }: Headers,
  packet: MatchPacket,
): readonly Diagram[] {
  const { diagrams, fields, family } = space;
  const tests = new Set<Diagram>();
  const { keep, flip } = asSent.mark ?? { keep: 0, flip: 0 };
  for (const { rule } of network.fib[family].rules) {
    if (rule.fwmark !== null && packet.mark === null && asSent.mark !== null)
      tests.add(
        withNumber(diagrams, fields.mark, (rule.fwmark.value ^ flip) >>> 0, (rule.fwmark.mask & keep) >>> 0),
      );
    const protocol = rule.ipProtocol === null ? null : protocolNumber(rule.ipProtocol);
    if (protocol !== null && packet.protocol === null) tests.add(ofProtocols(space, [protocol]));
    if (rule.sport === null && rule.dport === null) continue;
    tests.add(ofProtocols(space, portProtocols));
    for (const [field, range] of [
      ['sport', rule.sport],
      ['dport', rule.dport],
    ] as const)
      // prettier-ignore
      if (range !== null && packet[field] === null && asSent[field])
        tests.add(inRanges(diagrams, fields[field], [{ first: range[0], last: range[1] }]));
  }
  return [...tests].filter((test) => test !== EVERYTHING && test !== NOTHING);
}

/** What one of the headers has that its packet leaves open. */
function sampled(
  { headers: some }: Branch,
  { space, asSent }: Headers,
  packet: MatchPacket,
): Partial<MatchPacket> {
  const header = sampleHeader(space, some?.set ?? NOTHING);
  if (header === null) return {};
  const protocol = packet.protocol ?? String(header.protocol);
  const hasPorts = portProtocols.includes(protocolNumber(protocol) ?? -1);
  const port = (field: 'sport' | 'dport'): number | null =>
    packet[field] ?? (hasPorts && asSent[field] ? Number(header[field]) : null);
  const mark =
    packet.mark ??
    (asSent.mark === null ? null : ((Number(header.mark) & asSent.mark.keep) ^ asSent.mark.flip) >>> 0);
  return { protocol, sport: port('sport'), dport: port('dport'), mark };
}

interface OfClass extends Represented {
  readonly isSingle: boolean;
}

/** By the class of an address that is the header's own; classes that no header has are never looked at. */
function byClass(
  network: HostNetwork,
  { branch, packet }: Represented,
  side: 'src' | 'dst',
): readonly OfClass[] {
  const { headers } = branch;
  if (headers === null || packet[side] !== null || !headers.asSent[side])
    return [{ branch, packet, isSingle: false }];
  const { space } = headers;
  const classes = classesOf(network, space);
  const found: OfClass[] = [];
  let rest = headers.set;
  while (rest !== NOTHING) {
    const header = sampleHeader(space, rest);
    if (header === null) break;
    const own = classes.classOf(header[side]);
    const where = ofClass(space, side, own);
    const [only, more] = own.ranges;
    const isSingle = only !== undefined && more === undefined && only.first === only.last;
    for (const some of split({ ...branch, headers: { ...headers, set: rest } }, where))
      found.push({ branch: some, packet: { ...packet, [side]: formatAddress(own.first) }, isSingle });
    rest = space.diagrams.minus(rest, where);
  }
  return found;
}

interface SourceGroup {
  readonly where: Diagram;
  readonly src: string;
}

function bySource(
  network: HostNetwork,
  { branch, packet }: Represented,
  decide: Decide,
  decideAnew: Decide,
  { sources }: RoutesSeen,
): readonly Represented[] {
  const { headers } = branch;
  if (headers === null || packet.src !== null || !headers.asSent.src) return [{ branch, packet }];
  const { space } = headers;
  const { all, widest } = classesOf(network, space);
  const key = groupKey(network, space, { ...packet, src: formatAddress(widest.first) }, decide);
  let groups = sources.get(key);
  if (groups === undefined) {
    groups = groupSources(space, all, packet, decideAnew);
    sources.set(key, groups);
  }
  return groups.flatMap(({ where, src }) =>
    split(branch, where).map((some) => ({ branch: some, packet: { ...packet, src } })),
  );
}

function groupSources(
  space: HeaderSpace,
  classes: readonly AddressClass[],
  packet: MatchPacket,
  decide: Decide,
): readonly SourceGroup[] {
  const groups = new Map<string, { src: string; sets: Diagram[] }>();
  for (const each of classes) {
    const src = formatAddress(each.first);
    const key = resultKey(decide({ ...packet, src }));
    const group = groups.get(key) ?? { src, sets: [] };
    group.sets.push(ofClass(space, 'src', each));
    groups.set(key, group);
  }
  return Array.from(groups.values(), ({ src, sets }) => ({ src, where: space.diagrams.union(sets) }));
}

/**
 * What a source is judged by: all of the packet but its destination. Of that counts where the packet is about to leave
 * (__fib_validate_source()): whether by the interface that it came in by and, where FIB rules ask for one, by which.
 */
function groupKey(
  network: HostNetwork,
  { family }: HeaderSpace,
  packet: MatchPacket,
  decide: Decide,
): string {
  const { rules, tables } = network.fib[family];
  const byDestination =
    rules.some(({ from, to, rule }) => from !== null || to !== null || rule.unknownWords.length > 0) ||
    [...tables.values()].some(({ routes }) => routes.some(({ from }) => from !== null));
  const result = decide(packet);
  const found = result?.decided !== null && result?.decided !== undefined ? result.decided.found : null;
  if (found === null || byDestination) return [...selectedBy(network, packet), packet.dst].join(' ');
  const byName = found.hops.length > 1 || rules.some(({ rule }) => rule.iif !== null);
  const leaves = found.hops.map(({ dev, via }) =>
    byName ? `${dev} ${via}` : dev === packet.inInterface ? 'back' : 'on',
  );
  return [...selectedBy(network, packet), found.route.type, found.route.mtu, ...leaves].join(' ');
}

/** Equal for results that are the same but for the addresses that they name. */
function resultKey(result: RoutingResult | null): string {
  if (result === null) return 'open';
  const decisions =
    result.decided === null ? result.possible.map(({ decision }) => decision) : [result.decided];
  return JSON.stringify([
    decisions.map((decision) =>
      decision.outcome === 'drop'
        ? ['drop', decision.cause.kind]
        : [decision.outcome, 'hops' in decision ? decision.hops.map(({ dev, via }) => [dev, via]) : []],
    ),
    result.missing.map(({ fact }) => fact),
  ]);
}
