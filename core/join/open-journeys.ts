/** Of packets that look alike, so many are remembered as possibly not ended; the oldest is forgotten first. */
const MOST_OPEN_ALIKE = 64;

/** Behind the oldest journey of an identity, and for an identity without one. */
export const NONE = -1;
/** The same behind a journey that was found under another identity first. */
const NONE_BEHIND_TWIN = -2;

/** The journeys whose end has not been seen, by the identity of their packets: lists that begin with the newest. */
export class OpenJourneys {
  /** By identity: the entry of the journey that was added last. */
  readonly newest: Int32Array;
  /**
   * By entry: the one added before it under the same identity. Journeys come first, by their own numbers: the newest of
   * an identity that has NONE behind it is a journey, and the only one.
   */
  readonly older: Int32Array;
  /** The journeys that were found under another identity than their first; their entries are counted from the end. */
  readonly #twins: number[] = [];

  constructor(identities: number, events: number) {
    this.newest = new Int32Array(identities).fill(NONE);
    this.older = new Int32Array(events);
  }

  /** Adds a journey that begins. */
  add(identity: number, journey: number): void {
    this.older[journey] = this.newest[identity] as number;
    this.newest[identity] = journey;
  }

  /** Adds a known journey under a further identity. An event adds one or begins one, so there is room at the end. */
  addTwin(identity: number, journey: number): void {
    this.#twins.push(journey);
    const entry = this.older.length - this.#twins.length;
    const before = this.newest[identity] as number;
    this.older[entry] = before === NONE ? NONE_BEHIND_TWIN : before;
    this.newest[identity] = entry;
  }

  /** The journeys of an identity, the oldest first. */
  of(identity: number): readonly number[] {
    const journeys: number[] = [];
    const firstTwin = this.older.length - this.#twins.length;
    for (
      let entry = this.newest[identity] as number;
      entry >= 0 && journeys.length < MOST_OPEN_ALIKE;
      entry = this.older[entry] as number
    )
      journeys.push(entry < firstTwin ? entry : (this.#twins[this.older.length - 1 - entry] as number));
    return journeys.reverse();
  }
}
