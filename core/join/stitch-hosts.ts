import type { Journeys, ResolvedPlace } from '../model/journey.ts';
import { firstEvent, lastEvent } from '../model/journey-events.ts';
import type { Sightings } from '../model/sightings.ts';
import type { TraceEvents } from '../model/trace.ts';

/**
 * Finds the same packet on several hosts. What leaves one host comes to the next as it left: with the same IP ID, length,
 * SEQ and flags, the same destination, and a TTL that no host in between has lowered more than once each. The source may
 * be another one where the first host's SNAT rewrote it behind its last line. Equal packets are matched in order, and
 * within one log only to lines that come later. `leaves` says which packets are known to have left their host.
 */
export function stitchHosts(
  events: TraceEvents,
  journeys: Journeys,
  leaves: (packet: number) => boolean,
): Sightings {
  const hosts = [...new Set(journeys.places.map(({ place }) => place.host))];
  const size = hosts.length < 2 ? 0 : journeys.count;
  const next = new Int32Array(size).fill(-1);
  const previous = new Int32Array(size).fill(-1);
  const neverSeenOn = new Int32Array(size).fill(-1);
  if (size === 0) return { next, previous, neverSeenOn, hosts };
  const arrivals = arrivalsByIdentity(events, journeys);
  for (let packet = 0; packet < journeys.count; packet++) {
    if (!leaves(packet)) continue;
    const from = lastEvent(journeys, packet);
    const candidates = arrivals.get(identityKey(events, from)) ?? [];
    let best = -1;
    for (const candidate of candidates) {
      if (previous[candidate] !== -1 || candidate === packet) continue;
      const to = firstEvent(journeys, candidate);
      if (hostOf(journeys, events, from) === hostOf(journeys, events, to)) continue;
      if (!canArrive(events, from, to)) continue;
      // The nearest host first: the one that has lowered the TTL the least.
      if (best >= 0 && (events.ttl[firstEvent(journeys, best)] as number) >= (events.ttl[to] as number))
        continue;
      best = candidate;
    }
    if (best < 0) continue;
    next[packet] = best;
    previous[best] = packet;
  }
  markNeverSeen(events, journeys, leaves, { next, neverSeenOn, hosts });
  return { next, previous, neverSeenOn, hosts };
}

/** Packets by what no hop changes, each list in the order of their first lines. */
function arrivalsByIdentity(events: TraceEvents, journeys: Journeys): ReadonlyMap<string, readonly number[]> {
  const arrivals = new Map<string, number[]>();
  for (let packet = 0; packet < journeys.count; packet++) {
    const first = firstEvent(journeys, packet);
    if (events.headers.inInterface[events.header[first] as number] === 0) continue;
    const key = identityKey(events, first);
    const list = arrivals.get(key);
    if (list === undefined) arrivals.set(key, [packet]);
    else list.push(packet);
  }
  return arrivals;
}

function identityKey({ identities, identity, headers, header }: TraceEvents, event: number): string {
  const id = identity[event] as number;
  const at = header[event] as number;
  return [
    identities.protocol[id],
    identities.ipId[id],
    identities.length[id],
    identities.seq[id],
    identities.ack[id],
    identities.tcpFlags[id],
    identities.icmpType[id],
    identities.icmpCode[id],
    headers.dst[at],
    headers.dport[at],
  ].join(' ');
}

function canArrive(events: TraceEvents, from: number, to: number): boolean {
  const { headers, header, ttl, log, identities, identity } = events;
  if ((ttl[to] as number) > (ttl[from] as number)) return false;
  if (log[from] === log[to] && to < from) return false;
  const before = header[from] as number;
  const after = header[to] as number;
  const sameSource =
    headers.src[before] === headers.src[after] && headers.sport[before] === headers.sport[after];
  // Without an ID of its own, or a sequence number, only addresses and ports tell packets apart.
  const id = identity[to] as number;
  return sameSource || identities.ipId[id] !== 0 || identities.seq[id] !== 0;
}

function hostOf({ places }: Journeys, events: TraceEvents, event: number): string {
  return (places[events.place[event] as number] as ResolvedPlace).place.host;
}

interface Marks {
  readonly next: Int32Array;
  readonly neverSeenOn: Int32Array;
  readonly hosts: readonly string[];
}

/**
 * A packet that left by an interface behind which another host logs: packets of its protocol that left there before and
 * after it were all seen on that one host, and it was not.
 */
function markNeverSeen(
  events: TraceEvents,
  journeys: Journeys,
  leaves: (packet: number) => boolean,
  { next, neverSeenOn, hosts }: Marks,
): void {
  const byExit = new Map<string, number[]>();
  for (let packet = 0; packet < journeys.count; packet++) {
    if (!leaves(packet)) continue;
    const last = lastEvent(journeys, packet);
    const { headers, header, identities, identity } = events;
    const out = headers.outInterface[header[last] as number] as number;
    const protocol = identities.protocol[identity[last] as number];
    const exit = `${hostOf(journeys, events, last)}\0${out}\0${protocol}`;
    byExit.set(exit, [...(byExit.get(exit) ?? []), packet]);
  }
  for (const packets of byExit.values()) {
    const seen = packets.filter((packet) => (next[packet] as number) >= 0);
    const behind = new Set(
      seen.map((packet) => hostOf(journeys, events, firstEvent(journeys, next[packet] as number))),
    );
    const [host = '', ...others] = behind;
    const [first = Infinity, last = -Infinity] = [seen[0], seen.at(-1)];
    if (behind.size !== 1 || others.length > 0) continue;
    for (const packet of packets)
      if (next[packet] === -1 && packet > first && packet < last) neverSeenOn[packet] = hosts.indexOf(host);
  }
}
