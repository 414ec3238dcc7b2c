/**
 * Journeys that took one way, between the same interfaces, and ended alike are of one kind. There are far fewer kinds
 * than journeys; what is asked of ways and ends is asked of each kind once.
 */
export interface JourneyKinds {
  /** Entry p: the kind of journey p. */
  readonly of: Uint32Array;
  /** By kind: the first journey of it, and how many there are. Kinds are numbered by their first journeys. */
  readonly first: readonly number[];
  readonly packets: readonly number[];
}
