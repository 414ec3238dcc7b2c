import { cut, releaseColumns, grownColumn } from '../../model/column-memory.ts';
import type { Journeys } from '../../model/journey.ts';

/** The largest distance between two lines of a packet that two bytes hold. */
const FAR = 0xffff;

/** Which events make up one journey, as each becomes known: by the distance from one to the next. */
export class JourneyLinks {
  count = 0;
  /** By journey: its last event so far. */
  last: Uint32Array;
  #first: Uint32Array;
  #toNext: Uint16Array | Uint32Array;
  #farthest = FAR;

  /** `journeys`: how many there may be, at a guess. */
  constructor(events: number, journeys: number) {
    this.last = new Uint32Array(journeys);
    this.#first = new Uint32Array(journeys);
    this.#toNext = new Uint16Array(events);
  }

  /** Returns the number of the new journey. */
  begin(event: number): number {
    const journey = this.count++;
    this.#first = grownColumn(this.#first, journey);
    this.last = grownColumn(this.last, journey);
    this.#first[journey] = event;
    this.last[journey] = event;
    return journey;
  }

  add(journey: number, event: number): void {
    const before = this.last[journey] as number;
    const distance = event - before;
    if (distance > this.#farthest) this.#widen();
    this.#toNext[before] = distance;
    this.last[journey] = event;
  }

  /** Nothing may be added afterwards. */
  columns(): Pick<Journeys, 'count' | 'first' | 'last' | 'toNext'> {
    const { count } = this;
    return {
      count,
      first: cut(this.#first, count),
      last: cut(this.last, count),
      toNext: this.#toNext,
    };
  }

  /** A program held a packet back while tens of thousands of lines went by. */
  #widen(): void {
    const narrow = this.#toNext;
    this.#toNext = Uint32Array.from(narrow);
    releaseColumns(narrow);
    this.#farthest = Infinity;
  }
}
