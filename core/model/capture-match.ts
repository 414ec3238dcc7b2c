import type { SeenPacket } from './witness.ts';

/** What the bundle's captures show of one packet of the log. */
export interface CaptureMatch {
  /**
   * `absent`: the capture of its way out covers the time and shows others, but not this one. `doubtful`: it shows fewer that
   * look like it than the log has, and not which ones; or it shows nothing at that time, while one beside it goes on.
   */
  readonly left: 'seen' | 'absent' | 'doubtful' | 'unknown';
  readonly leftAt: SeenPacket | null;
  readonly enteredAt: SeenPacket | null;
}

/** By the packet's index from 0; a packet that no capture tells anything about is left out. */
export type CaptureMatches = ReadonlyMap<number, CaptureMatch>;

/** Nothing was captured, or nothing can be told. */
export const noCaptureMatch: CaptureMatch = { left: 'unknown', leftAt: null, enteredAt: null };
