import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { FullRoom } from '../../model/diagnostic-kind.ts';
import { linesUntil } from './first-lines.ts';
import type { TraceColumns } from '../tracers/kernel-log/trace-columns.ts';
import type { QueuedLog } from './read-log.ts';

/** A line of TRACE is longer than this: shorter logs need no watching. */
const SHORTEST_LINE = 60;

/**
 * Memory in bytes that is taken until all is analysed and printed: by a trace event, and by a packet beside that of its
 * events, if it was dropped and all packets are of different addresses and flows. Packets are counted by what tells them
 * apart without their way (`TraceColumns.identities`).
 */
const EVENT_BYTES = 24;
const PACKET_BYTES = 1000;

/** How much may be read. */
export interface Room {
  readonly events: number;
  /** Of memory. */
  readonly bytes: number;
}

/**
 * Ends the reading of logs when they have filled the room, at the next line that a chunk ends with; several threads may
 * have read some more by then. A log of any size is so analysed in part rather than not at all.
 */
export class EventBudget {
  readonly room: Room;
  readonly diagnostics: Diagnostic[] = [];
  readonly #columns: TraceColumns;
  readonly #cut = new Set<string>();

  constructor(columns: TraceColumns, room: Room) {
    this.#columns = columns;
    this.room = room;
  }

  get isSpent(): boolean {
    return this.#columns.count >= this.room.events || this.#bytesLeft <= 0;
  }

  get #bytesLeft(): number {
    const { count, identities } = this.#columns;
    return this.room.bytes - count * EVENT_BYTES - identities * PACKET_BYTES;
  }

  /** The log, ending where the budget does. */
  watched(log: QueuedLog): QueuedLog {
    const bytesThatFit = (): number =>
      Math.min(this.room.events - this.#columns.count, this.#bytesLeft / (EVENT_BYTES + PACKET_BYTES)) *
      SHORTEST_LINE;
    if (log.bytes !== null && log.bytes < bytesThatFit()) return log;
    return linesUntil(log, bytesThatFit, () => this.#cut.add(log.path));
  }

  /** Notes how far a log was read, where it was not read to its end. */
  noteRead({ path, bytes: all }: QueuedLog, lines: number, bytes: number): void {
    if (!this.#cut.has(path)) return;
    const percent = all === null || all === 0 ? null : Math.floor((bytes / all) * 100);
    this.diagnostics.push(diagnostic('log-read-in-part', { lines, percent, full: this.#full }, path, lines));
  }

  /** Notes a log that was not read at all. */
  noteUnread({ path }: QueuedLog): void {
    this.diagnostics.push(diagnostic('log-not-read', { full: this.#full }, path));
  }

  /** What ended the reading. */
  get #full(): FullRoom {
    const { count, identities } = this.#columns;
    return { lines: count, packets: count >= this.room.events ? null : identities };
  }
}
