import { firstAlike } from '../journeys/alike-rows.ts';
import type { Outcomes } from '../../model/analysis.ts';
import { type Disposition, dispositions } from '../../model/disposition.ts';
import type { Journeys } from '../../model/journey.ts';
import { firstEvent, lastEvent } from '../../model/journey-events.ts';
import { Pairs } from '../../model/pairs.ts';
import type { CrossHostLinks } from '../../model/sightings.ts';
import type { TraceEvents } from '../../model/trace.ts';

/**
 * Finds the same packet on several hosts. What leaves one host comes to the next as it left: with the same IP ID, length,
 * SEQ and flags, the same destination, and a TTL that no host in between has lowered more than once each. The source may
 * be another one where the first host's SNAT rewrote it after its last line. Equal packets are matched in order, and
 * within one log only to lines that come later. Only what is known to have left its host is looked for.
 */
export function stitchHosts(
  events: TraceEvents,
  journeys: Journeys,
  { disposition }: Pick<Outcomes, 'disposition'>,
): CrossHostLinks {
  const leaves = (packet: number): boolean => leaving.has(dispositions[disposition[packet] as number]);
  const hosts = [...new Set(journeys.places.map(({ place }) => place.host))];
  const size = hosts.length < 2 ? 0 : journeys.count;
  const next = new Int32Array(size).fill(NONE);
  const previous = new Int32Array(size).fill(NONE);
  const neverSeenOn = new Int32Array(size).fill(NONE);
  if (size === 0) return { next, previous, neverSeenOn, hosts };
  const numbers = new Map(hosts.map((host, number) => [host, number]));
  const hostOfPlace = journeys.places.map(({ place }) => numbers.get(place.host) as number);
  const hostOf = (event: number): number => hostOfPlace[events.place[event] as number] as number;
  const arrivals = new Arrivals(events, journeys);
  const ways = new Ways(size);
  for (let packet = 0; packet < journeys.count; packet++) {
    if (!leaves(packet)) continue;
    const from = lastEvent(journeys, packet);
    let best = NONE;
    arrivals.forEachLike(from, (candidate) => {
      if (candidate === packet) return;
      const to = firstEvent(journeys, candidate);
      if (hostOf(from) === hostOf(to) || ways.isFirstOf(candidate, packet)) return;
      if (!canArrive(events, from, to)) return;
      // The nearest host first: the one that has lowered the TTL the least.
      if (best >= 0 && (events.ttl[firstEvent(journeys, best)] as number) >= (events.ttl[to] as number))
        return;
      best = candidate;
    });
    if (best < 0) continue;
    arrivals.remove(best, from);
    next[packet] = best;
    previous[best] = packet;
    ways.join(packet, best);
  }
  markNeverSeen(events, journeys, leaves, hostOf, { next, neverSeenOn });
  return { next, previous, neverSeenOn, hosts };
}

const NONE = -1;

const leaving: ReadonlySet<Disposition | undefined> = new Set(['forwarded', 'sent']);

/** The ways from host to host that were found until now. A bridge leaves the TTL as it is: nothing else keeps two from going round. */
class Ways {
  /** By a way's last packet, its first one, and the other way round. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;

  constructor(packets: number) {
    this.#first = Int32Array.from({ length: packets }, (_, packet) => packet);
    this.#last = this.#first.slice();
  }

  isFirstOf(packet: number, last: number): boolean {
    return this.#first[last] === packet;
  }

  /** `last` ends a way, `first` begins another one. */
  join(last: number, first: number): void {
    const begin = this.#first[last] as number;
    const end = this.#last[first] as number;
    this.#first[end] = begin;
    this.#last[begin] = end;
  }
}

/** Packets that came in and wait for the host that sent them, by what no hop changes, in the order of their first lines. */
class Arrivals {
  readonly #events: TraceEvents;
  readonly #identities: Uint32Array;
  readonly #destinations = new Pairs();
  readonly #keys = new Pairs();
  /** By key: the first packet. */
  readonly #first: number[] = [];
  /** By packet: the next of its key. */
  readonly #next: Int32Array;

  constructor(events: TraceEvents, journeys: Journeys) {
    const { count, protocol, ipId, length, seq, ack, tcpFlags, icmpType, icmpCode } = events.identities;
    this.#events = events;
    this.#identities = firstAlike(count, [protocol, ipId, length, seq, ack, tcpFlags, icmpType, icmpCode]);
    this.#next = new Int32Array(journeys.count).fill(NONE);
    for (let packet = journeys.count - 1; packet >= 0; packet--) {
      const event = firstEvent(journeys, packet);
      if (events.headers.inInterface[events.header[event] as number] === 0) continue;
      const key = this.#keyOf(event);
      this.#next[packet] = this.#first[key] ?? NONE;
      this.#first[key] = packet;
    }
  }

  forEachLike(event: number, visit: (packet: number) => void): void {
    let packet = this.#first[this.#keyOf(event)] ?? NONE;
    for (; packet !== NONE; packet = this.#next[packet] as number) visit(packet);
  }

  /** Takes a packet out that looks like the event. */
  remove(packet: number, event: number): void {
    const key = this.#keyOf(event);
    const after = this.#next[packet] as number;
    let before = this.#first[key] as number;
    if (before === packet) {
      this.#first[key] = after;
      return;
    }
    while (this.#next[before] !== packet) before = this.#next[before] as number;
    this.#next[before] = after;
  }

  #keyOf(event: number): number {
    const { headers, header, identity } = this.#events;
    const at = header[event] as number;
    const destination = this.#destinations.number(
      headers.dst[at] as number,
      (headers.dport[at] as number) + 1,
    );
    return this.#keys.number(this.#identities[identity[event] as number] as number, destination);
  }
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

/**
 * A packet that left by an interface with another host that logs behind it: packets of its protocol that left there before and
 * after it were all seen on that one host, and it was not.
 */
function markNeverSeen(
  events: TraceEvents,
  journeys: Journeys,
  leaves: (packet: number) => boolean,
  hostOf: (event: number) => number,
  { next, neverSeenOn }: { readonly next: Int32Array; readonly neverSeenOn: Int32Array },
): void {
  const { headers, header, identities, identity } = events;
  const [interfaces, numbers] = [new Pairs(), new Pairs()];
  const exitOf = (packet: number): number => {
    const last = lastEvent(journeys, packet);
    const out = headers.outInterface[header[last] as number] as number;
    const protocol = identities.protocol[identity[last] as number] as number;
    return numbers.number(interfaces.number(hostOf(last), out), protocol);
  };
  const exits: Exit[] = [];
  for (let packet = 0; packet < journeys.count; packet++) {
    if (!leaves(packet)) continue;
    const exit = (exits[exitOf(packet)] ??= { first: Infinity, last: -Infinity, nextHosts: new Set() });
    if (next[packet] === NONE) continue;
    exit.first = Math.min(exit.first, packet);
    exit.last = packet;
    exit.nextHosts.add(hostOf(firstEvent(journeys, next[packet] as number)));
  }
  for (let packet = 0; packet < journeys.count; packet++) {
    if (!leaves(packet) || next[packet] !== NONE) continue;
    const { first, last, nextHosts } = exits[exitOf(packet)] as Exit;
    const [host] = nextHosts;
    if (host !== undefined && nextHosts.size === 1 && packet > first && packet < last)
      neverSeenOn[packet] = host;
  }
}

/** Where packets of a protocol leave a host: the first and the last that were seen behind it, and on which hosts. */
interface Exit {
  first: number;
  last: number;
  readonly nextHosts: Set<number>;
}
