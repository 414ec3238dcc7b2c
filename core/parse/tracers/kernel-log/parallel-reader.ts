import type { LineIndex } from './line-index.ts';
import { type LogBlock, LogBlocks } from './log-blocks.ts';
import type { LogOrigin } from './log-origin.ts';
import type { LogPart, LogPartJob } from './log-part.ts';
import type { ReadLog } from './log-reader.ts';
import { addTally, emptyTally, reportTally } from './log-tally.ts';
import type { TracePlace } from '../../../model/trace.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Other threads that read parts of logs with `readLogPart`. */
export interface Elsewhere {
  /** How many parts are read at the same time. */
  readonly lanes: number;
  /** The size of a part, in bytes, to within a chunk. */
  readonly partBytes: number;
  /** A smaller log is not worth the threads. */
  readonly worthwhileBytes: number;
  /** Memory of at least this many bytes for the next job, whatever is in it. */
  memory(bytes: number): Uint8Array;
  /** Takes over the memory of `job.bytes`. */
  readPart(job: LogPartJob): Promise<LogPart>;
}

/** Reads one kernel log in parts, elsewhere, and puts them together as `KernelLogReader` reads the whole. */
export class ParallelLogReader {
  readonly #columns: TraceColumns;
  readonly #origin: LogOrigin;
  readonly #elsewhere: Elsewhere;
  readonly #index: LineIndex;
  readonly #blocks: LogBlocks;
  readonly #tally = emptyTally();
  readonly #traceHosts = new Set<string>();
  readonly #logHosts = new Set<string>();
  /** Parts that are being read, in the order of the log. */
  readonly #underWay: { readonly part: Promise<LogPart>; readonly offset: number }[] = [];

  constructor(columns: TraceColumns, origin: LogOrigin, elsewhere: Elsewhere, index: LineIndex) {
    this.#columns = columns;
    this.#origin = origin;
    this.#elsewhere = elsewhere;
    this.#index = index;
    this.#blocks = new LogBlocks(elsewhere.partBytes, (bytes) => elsewhere.memory(bytes));
    columns.names.internText(origin.fallbackHost ?? '');
    columns.logs.push(origin.path);
  }

  get linesRead(): number {
    return this.#tally.lines;
  }

  /** Takes the next chunk; waits while all threads have enough to do. */
  async push(chunk: Uint8Array): Promise<void> {
    for (const block of this.#blocks.push(chunk)) {
      this.#send(block);
      // One part more than there are lanes: none of them waits while a part is put together here.
      while (this.#underWay.length > this.#elsewhere.lanes) await this.#take();
    }
  }

  async finish(): Promise<ReadLog> {
    const last = this.#blocks.end();
    if (last !== null) this.#send(last);
    while (this.#underWay.length > 0) await this.#take();
    const hosts = [...new Set([...this.#traceHosts, ...this.#logHosts])];
    return { ...reportTally(this.#tally, this.#origin.path), hosts };
  }

  #send({ bytes, offset, inLongLine }: LogBlock): void {
    const part = this.#elsewhere.readPart({ origin: this.#origin, bytes, inLongLine });
    // Whoever awaits it hears of a failure; until then it is nobody's.
    part.catch(() => {});
    this.#underWay.push({ part, offset });
  }

  async #take(): Promise<void> {
    const next = this.#underWay.shift();
    if (next === undefined) return;
    const { tally, traceHosts, logHosts, columns } = await next.part;
    this.#index.mark(next.offset, this.#tally.lines + 1);
    const leftOut = this.#columns.addPart(columns, this.#tally.lines, (place) => this.#isLeftOut(place));
    for (const host of logHosts) if (!this.#leavesOut(host)) this.#logHosts.add(host);
    for (const host of traceHosts) this.#traceHosts.add(host);
    addTally(this.#tally, { ...tally, parsed: tally.parsed - leftOut });
  }

  /** Whether the reader of the whole log would have left out the line of that place. */
  #isLeftOut({ tracer, host }: TracePlace): boolean {
    return tracer === 'log' && this.#leavesOut(host);
  }

  #leavesOut(host: string): boolean {
    return this.#origin.keepsLogLines !== true && this.#traceHosts.has(host);
  }
}
