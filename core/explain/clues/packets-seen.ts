import { headerAt, type SeenHeader } from '../seen-header.ts';
import { shortAddress } from '../../kernel/address.ts';
import { dispositions, type Disposition } from '../../model/disposition.ts';
import { firstEvent, lastEvent } from '../../model/journey-events.ts';
import type { Outcomes } from '../../model/analysis.ts';
import type { ChainPath, Journeys } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** The packets of the log, and what became of them. */
interface Ended {
  readonly events: TraceEvents;
  readonly journeys: Journeys;
  readonly outcomes: Outcomes;
}

/**
 * A packet of the log at its first line and at its last. Its text is made when it is asked for: finders first look at what
 * is a number, which sorts out nearly every packet.
 */
export class SeenJourney {
  readonly journey: number;
  readonly #ended: Ended;

  constructor(ended: Ended, journey: number) {
    this.#ended = ended;
    this.journey = journey;
  }

  get host(): string {
    const { events } = this.#ended;
    return events.places[events.place[this.#first] as number]?.host ?? '';
  }

  get disposition(): Disposition {
    return dispositions[this.#ended.outcomes.disposition[this.journey] as number] ?? 'unknown';
  }

  get protocol(): string {
    const { names, identities } = this.#ended.events;
    return names[identities.protocol[this.#identity] as number] as string;
  }

  get tcpFlags(): number {
    return this.#ended.events.identities.tcpFlags[this.#identity] as number;
  }

  get seq(): number {
    return this.#ended.events.identities.seq[this.#identity] as number;
  }

  get end(): ChainPath {
    const { shapes, shape } = this.#ended.journeys;
    return shapes[shape[this.journey] as number] as ChainPath;
  }

  /** Whether it left by the interface that it came in by, for the address that had sent it. */
  get turnsBack(): boolean {
    const { headers, header, names } = this.#ended.events;
    const first = header[this.#first] as number;
    const last = header[this.#last] as number;
    const out = headers.outInterface[last] as number;
    if (out === 0 || out !== headers.inInterface[first]) return false;
    const sender = headers.src[first] as number;
    const receiver = headers.dst[last] as number;
    return (
      sender === receiver || shortAddress(names[sender] as string) === shortAddress(names[receiver] as string)
    );
  }

  /** Whether its lines name a port of a bridge that it came in by. */
  get cameByBridge(): boolean {
    const { headers, header } = this.#ended.events;
    const first = header[this.#first] as number;
    const last = header[this.#last] as number;
    return headers.physIn[first] !== 0 || headers.physIn[last] !== 0;
  }

  get first(): SeenHeader {
    return headerAt(this.#ended.events, this.#first);
  }

  get last(): SeenHeader {
    return headerAt(this.#ended.events, this.#last);
  }

  get #first(): number {
    return firstEvent(this.#ended.journeys, this.journey);
  }

  get #last(): number {
    return lastEvent(this.#ended.journeys, this.journey);
  }

  get #identity(): number {
    return this.#ended.events.identity[this.#first] as number;
  }
}

/** How many packets of a log are looked at: who looks for a clue by eye has few. */
const mostJourneys = 20_000;

/** The first packets of the log. */
export function packetsSeen(ended: Ended): readonly SeenJourney[] {
  const length = Math.min(ended.journeys.count, mostJourneys);
  return Array.from({ length }, (_, journey) => new SeenJourney(ended, journey));
}
