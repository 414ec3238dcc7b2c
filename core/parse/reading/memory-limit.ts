import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import { grouped } from '../../model/grouped.ts';
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
    const share = all === null || all === 0 ? '' : ` (${Math.floor((bytes / all) * 100)} % of the file)`;
    this.diagnostics.push(
      diagnostic(
        'events-limit',
        `Read up to line ${grouped(lines)}${share}: ${this.#filled}, and what follows is not analysed. For the rest, analyse a part of the log: ${HOW_TO_CUT}`,
        path,
        lines,
      ),
    );
  }

  /** Notes a log of which nothing was read. */
  noteUnread({ path }: QueuedLog): void {
    this.diagnostics.push(
      diagnostic(
        'events-limit',
        `Not read: in the logs before it, ${this.#filled}. Analyse it by itself, or a part of it: ${HOW_TO_CUT}`,
        path,
      ),
    );
  }

  /** What ended the reading. */
  get #filled(): string {
    const { count, identities } = this.#columns;
    const lines = `${grouped(count)} lines of traced packets`;
    return count >= this.room.events
      ? `with ${lines} the limit of ${grouped(this.room.events)} is reached`
      : `${lines}, of ${grouped(identities)} packets, are all that the memory is enough for`;
  }
}

const HOW_TO_CUT = "a range of lines (sed -n 'FROM,TOp') or of time (journalctl -k --since ... --until ...)";
