import type { PacketHeader } from './packet-story.ts';
import type { LineRef } from './evidence.ts';
import type { Family } from './family.ts';
import type { Cause, Disposition } from './journey.ts';

/** A row of the table of journeys. `stamp` is the time as the log's line has it; '' where it has none. */
export interface JourneyRow {
  /** Of the first line. */
  readonly header: PacketHeader;
  readonly packet: number;
  readonly host: string;
  readonly stamp: string;
  readonly uptimeSeconds: number | null;
  readonly family: Family;
  readonly protocol: string;
  readonly src: string;
  readonly dst: string;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly inInterface: string;
  readonly outInterface: string;
  readonly steps: number;
  readonly disposition: Disposition;
  readonly cause: Cause | null;
  readonly first: LineRef;
}
