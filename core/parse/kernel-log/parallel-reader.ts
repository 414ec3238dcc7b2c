import type { LineIndex } from './line-index.ts';
import { type LogBlock, LogBlocks } from './log-blocks.ts';
import type { LogPart, LogPartJob } from './log-part.ts';
import type { ReadLog } from './log-reader.ts';
import { addTally, emptyTally, reportTally } from './log-tally.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Other threads that read parts of logs with `readLogPart`. */
export interface Elsewhere {
  /** How many parts are read at the same time. */
  readonly lanes: number;
  /** The size of a part, in bytes, to within a chunk. */
  readonly partBytes: number;
  /** A smaller log is not worth the threads. */
  readonly worthwhileBytes: number;
  /** Memory of at least so many bytes for the next job, whatever is in it. */
  memory(bytes: number): Uint8Array;
  /** Takes over the memory of `job.bytes`. */
  readPart(job: LogPartJob): Promise<LogPart>;
}

/** Reads one kernel log in parts, elsewhere, and puts them together as `KernelLogReader` reads the whole. */
export class ParallelLogReader {
  readonly #columns: TraceColumns;
  readonly #path: string;
  readonly #fallbackHost: string;
  readonly #elsewhere: Elsewhere;
  readonly #index: LineIndex;
  readonly #blocks: LogBlocks;
  readonly #tally = emptyTally();
  readonly #traceHosts = new Set<number>();
  readonly #logHosts = new Set<number>();
  /** Parts that are being read, in the order of the log. */
  readonly #underWay: { readonly part: Promise<LogPart>; readonly offset: number }[] = [];

  constructor(
    columns: TraceColumns,
    path: string,
    fallbackHost: string,
    elsewhere: Elsewhere,
    index: LineIndex,
  ) {
    this.#columns = columns;
    this.#path = path;
    this.#fallbackHost = fallbackHost;
    this.#elsewhere = elsewhere;
    this.#index = index;
    this.#blocks = new LogBlocks(elsewhere.partBytes, (bytes) => elsewhere.memory(bytes));
    columns.names.internText(fallbackHost);
    columns.logs.push(path);
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
    const { texts } = this.#columns.names;
    return { ...reportTally(this.#tally, this.#path), hosts: hosts.map((name) => texts[name] as string) };
  }

  #send({ bytes, offset, inLongLine }: LogBlock): void {
    const part = this.#elsewhere.readPart({
      path: this.#path,
      fallbackHost: this.#fallbackHost,
      bytes,
      inLongLine,
    });
    // Whoever awaits it hears of a failure; until then it is nobody's.
    part.catch(() => {});
    this.#underWay.push({ part, offset });
  }

  async #take(): Promise<void> {
    const next = this.#underWay.shift();
    if (next === undefined) return;
    const { tally, traceHosts, logHosts, columns } = await next.part;
    this.#index.mark(next.offset, this.#tally.lines + 1);
    const names = this.#columns.addPart(columns, this.#tally.lines);
    for (const host of traceHosts) this.#traceHosts.add(names[host] as number);
    for (const host of logHosts) this.#logHosts.add(names[host] as number);
    addTally(this.#tally, tally);
  }
}
