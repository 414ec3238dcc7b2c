import type { HeaderLinks } from '../../model/header-links.ts';
import { Pairs } from '../../model/pairs.ts';
import { firstEvent, lastEvent } from '../../model/journey-events.ts';
import type { Journeys } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { type CaptureMatch, noCaptureMatch } from '../../model/capture-match.ts';

/**
 * Numbers the ways of packets: the same steps, between the same interfaces, with the same protocol and ICMP type, rewritten or not,
 * with the log's end near or not, from a damaged log or not,
 * and seen by the bundle's captures alike. Endings of one way differ in nothing but the facts that recorded-reads.ts watches.
 */
export class OutcomeKeys {
  readonly #events: TraceEvents;
  readonly #journeys: Journeys;
  readonly #links: HeaderLinks;
  readonly #interfaces = new Pairs();
  readonly #icmp = new Pairs();
  readonly #protocols = new Pairs();
  readonly #ends = new Pairs();
  readonly #sightings = new Map<string, number>();
  readonly #ways = new Pairs();

  constructor(events: TraceEvents, journeys: Journeys, links: HeaderLinks) {
    this.#events = events;
    this.#journeys = journeys;
    this.#links = links;
  }

  /** Numbers from 0 on, not all of them in use. `sighting`: what captures show of the packet. */
  number(journey: number, logEndsHere: boolean, isDamaged: boolean, sighting: CaptureMatch): number {
    const { header, headers, identity, identities } = this.#events;
    const last = lastEvent(this.#journeys, journey);
    const begin = header[firstEvent(this.#journeys, journey)] as number;
    const end = header[last] as number;
    const interfaces = this.#interfaces.number(
      this.#links.of[begin] as number,
      this.#links.of[end] as number,
    );
    const own = identity[last] as number;
    const protocol = this.#icmp.number(
      identities.protocol[own] as number,
      (identities.icmpType[own] as number) & 0xffff,
    );
    const flags =
      (isDamaged ? 4 : 0) + (logEndsHere ? 2 : 0) + (headers.dst[begin] === headers.dst[end] ? 0 : 1);
    const ends = this.#protocols.number(interfaces * 8 + flags, protocol);
    const way = this.#ends.number(this.#journeys.shape[journey] as number, ends);
    return sighting === noCaptureMatch ? way * 2 : this.#ways.number(way, this.#sightingOf(sighting)) * 2 + 1;
  }

  #sightingOf({ left, leftAt }: CaptureMatch): number {
    const seen = `${left} ${leftAt?.interface}`;
    let number = this.#sightings.get(seen);
    if (number === undefined) {
      number = this.#sightings.size;
      this.#sightings.set(seen, number);
    }
    return number;
  }
}
