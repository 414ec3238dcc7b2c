import type { HeaderColumns, TraceEvents, NumberColumn } from '../../model/trace.ts';
import { deltaNumber } from '../../model/delta-column.ts';

/** A frame passes the hooks of bridge and IP in less time than this. */
const CLOSE_MICROSECONDS = 5_000;
/** How many lines before and after are looked at. */
const CLOSE_EVENTS = 16;

/**
 * Lines of ebtables' log tell addresses and ports of a packet but neither its ID nor its length. Gives each the identity
 * of the nearest line of IP with the same addresses and ports, so that both become one journey.
 */
export function identifyBridgeLines(events: TraceEvents): TraceEvents {
  const isWeak = (event: number): boolean => {
    const id = events.identity[event] as number;
    return (
      events.places[events.place[event] as number]?.tableFamily === 'bridge' &&
      events.identities.ipId[id] === 0 &&
      events.identities.length[id] === 0
    );
  };
  if (!events.places.some(({ tracer, tableFamily }) => tracer === 'log' && tableFamily === 'bridge'))
    return events;
  const identity = events.identity.slice();
  const header = events.header.slice();
  const headers = new GrowingHeaders(events.headers);
  const ttl = events.ttl.slice();
  for (let event = 0; event < events.count; event++) {
    if (!isWeak(event)) continue;
    const near = nearest(events, event, isWeak);
    if (near < 0) continue;
    identity[event] = events.identity[near] as number;
    ttl[event] = events.ttl[near] as number;
    header[event] = headers.withPorts(events.header[event] as number, events.header[near] as number);
  }
  return { ...events, identity, ttl, header, headers: headers.columns() };
}

function nearest(events: TraceEvents, event: number, isWeak: (event: number) => boolean): number {
  for (let distance = 1; distance <= CLOSE_EVENTS; distance++) {
    for (const near of [event + distance, event - distance]) {
      if (near < 0 || near >= events.count || isWeak(near)) continue;
      if (events.log[near] !== events.log[event] || !isSameFlow(events, event, near)) continue;
      const apart = deltaNumber(events.uptime, near) - deltaNumber(events.uptime, event);
      if (Number.isNaN(apart) || Math.abs(apart) < CLOSE_MICROSECONDS) return near;
    }
  }
  return -1;
}

function isSameFlow(
  { header, headers, identity, identities }: TraceEvents,
  weak: number,
  strong: number,
): boolean {
  const [a, b] = [header[weak] as number, header[strong] as number];
  const [one, other] = [identity[weak] as number, identity[strong] as number];
  // The ID of an ICMP echo stands in the place of a port, and ebtables does not print it.
  const hasPorts = (headers.sport[a] as number) >= 0;
  return (
    identities.host[one] === identities.host[other] &&
    identities.protocol[one] === identities.protocol[other] &&
    headers.src[a] === headers.src[b] &&
    headers.dst[a] === headers.dst[b] &&
    (!hasPorts || (headers.sport[a] === headers.sport[b] && headers.dport[a] === headers.dport[b]))
  );
}

/** The headers, and after them those that were completed with the ports of another. */
class GrowingHeaders {
  readonly #headers: HeaderColumns;
  readonly #added: { readonly like: number; readonly ports: number }[] = [];
  readonly #ids = new Map<string, number>();

  constructor(headers: HeaderColumns) {
    this.#headers = headers;
  }

  /** The header `like`, where it has no ports with those of `ports`: of an ICMP echo, its ID. */
  withPorts(like: number, ports: number): number {
    const { sport, count } = this.#headers;
    if ((sport[like] as number) >= 0 || (sport[ports] as number) < 0) return like;
    const key = `${like} ${ports}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = count + this.#added.push({ like, ports }) - 1;
      this.#ids.set(key, id);
    }
    return id;
  }

  columns(): HeaderColumns {
    if (this.#added.length === 0) return this.#headers;
    const own = this.#headers;
    const added = this.#added;
    const grow = <T extends NumberColumn | Int32Array>(column: T, from: 'like' | 'ports'): T => {
      const grownColumn = new (column.constructor as new (size: number) => T)(own.count + added.length);
      grownColumn.set(column);
      added.forEach((row, i) => (grownColumn[own.count + i] = column[row[from]] as number));
      return grownColumn;
    };
    return {
      count: own.count + added.length,
      inInterface: grow(own.inInterface, 'like'),
      outInterface: grow(own.outInterface, 'like'),
      physIn: grow(own.physIn, 'like'),
      physOut: grow(own.physOut, 'like'),
      src: grow(own.src, 'like'),
      dst: grow(own.dst, 'like'),
      sport: grow(own.sport, 'ports'),
      dport: grow(own.dport, 'ports'),
      tos: grow(own.tos, 'like'),
      mark: grow(own.mark, 'like'),
      dstMac: grow(own.dstMac, 'like'),
    };
  }
}
