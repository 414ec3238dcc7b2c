import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';
import { grouped } from '../model/grouped.ts';
import { linesUntil } from './first-lines.ts';
import type { TraceColumns } from './kernel-log/trace-columns.ts';
import type { QueuedLog } from './read-log.ts';

/** A line of TRACE is longer than this: shorter logs need no watching. */
const SHORTEST_LINE = 60;

/**
 * Ends the reading of logs when they have given so many trace events, at the next line that a chunk ends with; several
 * threads may have read some more by then. A log of any size is so analysed in part rather than not at all.
 */
export class EventBudget {
  readonly most: number;
  readonly diagnostics: Diagnostic[] = [];
  readonly #columns: TraceColumns;
  readonly #cut = new Set<string>();

  constructor(columns: TraceColumns, most: number) {
    this.#columns = columns;
    this.most = most;
  }

  get isSpent(): boolean {
    return this.#columns.count >= this.most;
  }

  /** The log, ending where the budget does. */
  watched(log: QueuedLog): QueuedLog {
    if (log.bytes !== null && log.bytes < (this.most - this.#columns.count) * SHORTEST_LINE) return log;
    return linesUntil(
      log,
      () => this.isSpent,
      () => this.#cut.add(log.path),
    );
  }

  /** Notes how far a log was read, where it was not read to its end. */
  noteRead({ path, bytes: all }: QueuedLog, lines: number, bytes: number): void {
    if (!this.#cut.has(path)) return;
    const share = all === null || all === 0 ? '' : ` (${Math.floor((bytes / all) * 100)} % of the file)`;
    this.diagnostics.push(
      diagnostic(
        'events-limit',
        `Read up to line ${grouped(lines)}${share}: with ${grouped(this.#columns.count)} lines of traced packets the limit of ${grouped(this.most)} is reached, and what follows is not analysed. For the rest, analyse a part of the log: ${HOW_TO_CUT}`,
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
        `Not read: the logs before it have reached the limit of ${grouped(this.most)} lines of traced packets. Analyse it by itself, or a part of it: ${HOW_TO_CUT}`,
        path,
      ),
    );
  }
}

const HOW_TO_CUT = "a range of lines (sed -n 'FROM,TOp') or of time (journalctl -k --since ... --until ...)";
