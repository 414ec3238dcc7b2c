import { releaseColumns, grownColumn } from '../../model/column-memory.ts';

/** How many packets that look alike are remembered as possibly not ended; the oldest is forgotten first. */
const MOST_OPEN_ALIKE = 64;

/** After the oldest journey of an identity, and for an identity without one. */
export const NONE = -1;

/**
 * The journeys whose end has not been seen, by the identity of their packets, in lists that begin with the newest. An
 * entry of a list is a journey's number, or for a journey that was found under a further identity -2, -3, ...
 */
export class OpenJourneys {
  /** By identity: the entry that was added last. */
  readonly newest: Int32Array;
  /** By journey: the entry added before it under the same identity. */
  older: Int32Array;
  readonly #twins: { readonly journey: number; readonly older: number }[] = [];

  /** `journeys`: how many there may be, at a guess. */
  constructor(identities: number, journeys: number) {
    this.newest = new Int32Array(identities).fill(NONE);
    this.older = new Int32Array(journeys);
  }

  /** Adds a journey that begins. */
  add(identity: number, journey: number): void {
    this.older = grownColumn(this.older, journey);
    this.older[journey] = this.newest[identity] as number;
    this.newest[identity] = journey;
  }

  /** Adds a known journey under a further identity. */
  addTwin(identity: number, journey: number): void {
    const number = this.#twins.push({ journey, older: this.newest[identity] as number }) - 1;
    this.newest[identity] = -2 - number;
  }

  /** Nothing will be asked any more. */
  end(): void {
    releaseColumns(this.newest, this.older);
  }

  /** The journeys of an identity, the oldest first. */
  of(identity: number): readonly number[] {
    const journeys: number[] = [];
    let entry = this.newest[identity] as number;
    while (entry !== NONE && journeys.length < MOST_OPEN_ALIKE) {
      const twin = this.#twins[-2 - entry];
      journeys.push(twin === undefined ? entry : twin.journey);
      entry = twin === undefined ? (this.older[entry] as number) : twin.older;
    }
    return journeys.reverse();
  }
}
