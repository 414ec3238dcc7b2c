import type { ActiveChains } from '../../kernel/chains/active-chains.ts';
import type { BaseChain, Hook } from '../../model/journey.ts';
import type { TraceEvents, TracePlace } from '../../model/trace.ts';
import { reorderEvents } from './reorder-events.ts';

/**
 * Puts the lines of a packet that two tracers followed together: the TRACE target shows the chains of iptables-legacy in
 * the kernel log, `nft monitor trace` those of nftables, of one packet on one way through the hooks. The monitor's lines
 * have no clock, so the order of hooks and priorities tells where each belongs. Both then share one identity.
 *
 * A packet is found again by host, protocol, addresses, ports, IP ID and length as each tracer saw it first; where as
 * many of one tracer as of the other are alike, they are paired in order, otherwise not at all.
 */
export function weaveTracers(events: TraceEvents, chains: ActiveChains): TraceEvents {
  const tracers = new Set(events.places.map(({ tracer }) => tracer));
  if (!tracers.has('trace') || !(tracers.has('nft') || tracers.has('xtables'))) return events;
  const { monitored, traced } = packetsByTracer(events);
  const identity = events.identity.slice();
  const places = new Set<number>();
  /** By the packet's first line in the log: the events of both tracers, in the packet's own order. */
  const woven = new Map<number, readonly number[]>();
  for (const [key, ofMonitor] of monitored) {
    const ofLog = traced.get(key) ?? [];
    if (ofLog.length !== ofMonitor.length) continue;
    ofMonitor.forEach((followed, index) => {
      const logged = ofLog[index] as Followed;
      const merged = inOrder(steps(events, logged, chains), steps(events, followed, chains));
      if (merged === null) return;
      for (const event of followed) identity[event] = events.identity[logged[0] as number] as number;
      woven.set(logged[0] as number, merged);
      for (const event of merged) places.add(event);
    });
  }
  if (woven.size === 0) return events;
  return reorderEvents({ ...events, identity }, orderWith(events.count, woven, places));
}

/** The events of one packet as one tracer shows them, in its order. */
type Followed = readonly number[];

interface PacketsByTracer {
  /** By what tells packets apart for both tracers. */
  readonly monitored: ReadonlyMap<string, readonly Followed[]>;
  readonly traced: ReadonlyMap<string, readonly Followed[]>;
}

function packetsByTracer(events: TraceEvents): PacketsByTracer {
  const lists = { monitored: new Map<number, number[]>(), traced: new Map<number, number[]>() };
  for (let event = 0; event < events.count; event++) {
    const { tracer } = events.places[events.place[event] as number] as TracePlace;
    if (tracer === 'log') continue;
    const ofTracer = tracer === 'trace' ? lists.traced : lists.monitored;
    const own = events.identity[event] as number;
    const list = ofTracer.get(own);
    if (list === undefined) ofTracer.set(own, [event]);
    else list.push(event);
  }
  return { monitored: byKey(events, lists.monitored), traced: byKey(events, lists.traced) };
}

function byKey(
  events: TraceEvents,
  packets: ReadonlyMap<number, Followed>,
): ReadonlyMap<string, readonly Followed[]> {
  const keyed = new Map<string, Followed[]>();
  for (const packet of packets.values()) {
    const key = keyOf(events, packet[0] as number);
    if (key !== null) keyed.set(key, [...(keyed.get(key) ?? []), packet]);
  }
  return keyed;
}

/** Null for a packet that nothing tells from others of its flow. */
function keyOf(events: TraceEvents, first: number): string | null {
  const { header, headers, identity, identities } = events;
  const [head, own] = [header[first] as number, identity[first] as number];
  const { host } = events.places[events.place[first] as number] as TracePlace;
  const ipId = identities.ipId[own] as number;
  if (ipId === 0) return null;
  return [
    host,
    identities.protocol[own],
    ipId,
    identities.length[own],
    headers.src[head],
    headers.dst[head],
    headers.sport[head],
    headers.dport[head],
  ].join(' ');
}

/** An event, and where the packet was then: `round` counts how often it came in (again, over lo). */
interface PlacedEvent {
  readonly event: number;
  readonly round: number;
  readonly hook: number;
  readonly priority: number;
  /** The line itself shows that the packet died there. */
  readonly isDrop: boolean;
}

const order: readonly Hook[] = ['prerouting', 'input', 'forward', 'output', 'postrouting'];

/** Null where a chain's place is not known, or is on a bridge, whose hooks stand between those of IP. */
function steps(events: TraceEvents, packet: Followed, chains: ActiveChains): readonly PlacedEvent[] | null {
  const placed: PlacedEvent[] = [];
  let base: BaseChain | null = null;
  let round = 0;
  for (const event of packet) {
    const place = events.places[events.place[event] as number] as TracePlace;
    const own: BaseChain | null = chains.baseOf(place);
    if (own !== null && base !== null && order.indexOf(own.hook) < order.indexOf(base.hook)) round++;
    base = own ?? base;
    if (base === null || base.layer !== 'ip' || base.known === 'inferred') return null;
    const verdict = place.printed?.verdict;
    const isDrop = verdict === 'drop' || verdict === 'reject';
    placed.push({ event, round, hook: order.indexOf(base.hook), priority: base.priority, isDrop });
  }
  return placed;
}

/**
 * Both sequences in one by round, hook and priority. Of equal ones the sequence that ends there comes last; where both end
 * there, the one whose last line lets the packet die.
 */
function inOrder(
  logged: readonly PlacedEvent[] | null,
  monitored: readonly PlacedEvent[] | null,
): readonly number[] | null {
  if (logged === null || monitored === null) return null;
  const merged: number[] = [];
  let [log, monitor] = [0, 0];
  while (log < logged.length || monitor < monitored.length) {
    const [ofLog, ofMonitor] = [logged[log], monitored[monitor]];
    if (ofLog !== undefined && (ofMonitor === undefined || isFirst(ofLog, ofMonitor, logged, monitored))) {
      merged.push(ofLog.event);
      log++;
    } else if (ofMonitor !== undefined) {
      merged.push(ofMonitor.event);
      monitor++;
    }
  }
  return merged;
}

function isFirst(
  ofLog: PlacedEvent,
  ofMonitor: PlacedEvent,
  logged: readonly PlacedEvent[],
  monitored: readonly PlacedEvent[],
): boolean {
  const apart =
    ofLog.round - ofMonitor.round || ofLog.hook - ofMonitor.hook || ofLog.priority - ofMonitor.priority;
  if (apart !== 0) return apart < 0;
  if (!endsWhere(logged, ofLog)) return true;
  return endsWhere(monitored, ofMonitor) && (monitored.at(-1)?.isDrop ?? false);
}

function endsWhere(sequence: readonly PlacedEvent[], at: PlacedEvent): boolean {
  const last = sequence.at(-1) as PlacedEvent;
  return last.round === at.round && last.hook === at.hook && last.priority === at.priority;
}

/** All events: those of woven packets together where the log has their first line, the others as they were. */
function orderWith(
  count: number,
  woven: ReadonlyMap<number, readonly number[]>,
  moved: ReadonlySet<number>,
): Uint32Array {
  const sorted = new Uint32Array(count);
  let next = 0;
  for (let event = 0; event < count; event++) {
    for (const each of woven.get(event) ?? (moved.has(event) ? [] : [event])) sorted[next++] = each;
  }
  return sorted;
}
