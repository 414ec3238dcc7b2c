import { firstEvent, lastEvent } from '../../model/journey-events.ts';
import type { ChainPath, Journeys } from '../../model/journey.ts';
import { Pairs } from '../../model/pairs.ts';
import type { TraceEvents } from '../../model/trace.ts';

/**
 * The places at which a packet's lines end whose flow was answered afterwards: by index of the log's places. What was
 * answered had arrived, so the rule or policy there let it pass. Only answers to the very addresses and ports count;
 * those that NAT rewrote are not looked for.
 */
export function answeredPlaces(events: TraceEvents, journeys: Journeys): ReadonlySet<number> {
  const flows = new Flows(events);
  /** By flow: the last journey that began as one of it. */
  const lastSeen = new Map<number, number>();
  for (let journey = 0; journey < journeys.count; journey++)
    lastSeen.set(flows.number(firstEvent(journeys, journey), 'own'), journey);
  const answered = new Set<number>();
  for (let journey = 0; journey < journeys.count; journey++) {
    const last = lastEvent(journeys, journey);
    const place = events.place[last] as number;
    if (journeys.places[place]?.verdict !== null || answered.has(place) || !leaves(journeys, journey))
      continue;
    const answer = lastSeen.get(flows.number(last, 'answer'));
    if (answer !== undefined && answer > journey) answered.add(place);
  }
  return answered;
}

/** The packet was on its way out, or up to a local socket. */
function leaves(journeys: Journeys, journey: number): boolean {
  const { hook } = journeys.shapes[journeys.shape[journey] as number] as ChainPath;
  return hook === 'postrouting' || hook === 'forward' || hook === 'input';
}

/** Numbers the flows of headers, and those of their answers, without a string for each packet. */
class Flows {
  readonly #events: TraceEvents;
  readonly #addresses = new Pairs();
  readonly #ports = new Pairs();
  readonly #hosts = new Pairs();
  readonly #ends = new Pairs();
  readonly #flows = new Pairs();

  constructor(events: TraceEvents) {
    this.#events = events;
  }

  number(event: number, direction: 'own' | 'answer'): number {
    const { headers, header, identities, identity } = this.#events;
    const head = header[event] as number;
    const own = identity[event] as number;
    const [from, to] = direction === 'own' ? [headers.src, headers.dst] : [headers.dst, headers.src];
    const [out, into] = direction === 'own' ? [headers.sport, headers.dport] : [headers.dport, headers.sport];
    const addresses = this.#addresses.number(from[head] as number, to[head] as number);
    // -1 where the protocol has none.
    const ports = this.#ports.number((out[head] as number) + 1, (into[head] as number) + 1);
    const host = this.#hosts.number(identities.host[own] as number, identities.protocol[own] as number);
    return this.#flows.number(this.#ends.number(addresses, ports), host);
  }
}
