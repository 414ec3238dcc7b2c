import type { Variant } from './scenario.ts';

/** One network captured twice, with an edit between. */
export interface Pair {
  readonly title: string;
  readonly before: Variant;
  readonly after: Variant;
  /** What was edited, in the words of `netopsy diff`. */
  readonly changes: readonly PairChange[];
}

export interface PairChange {
  readonly kind: string;
  /** A part of what the change says of itself. */
  readonly says: string;
  /** The flows that ended otherwise by it, alone or with others, as `udp 10.1.0.2:4001 > 10.2.0.2:53`. */
  readonly flows: readonly string[];
  /** The flows that left by another way, but ended alike. */
  readonly diverts?: readonly string[];
}
