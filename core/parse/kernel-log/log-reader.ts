import type { LineCounts } from '../../model/artifact.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { MartianLine } from '../../model/network.ts';
import { LineReader, LONGEST_LINE_BYTES } from './line-reader.ts';
import { tells } from './line-scan.ts';
import { LogTargetLines } from './log-target-line.ts';
import { emptyTally, type LogTally, reportTally, tallyLoss, tallyMalformed } from './log-tally.ts';
import { lossMarker } from './loss-marker.ts';
import { MartianLines } from './martian-lines.ts';
import type { TraceColumns } from './trace-columns.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What was read of a log in all. */
export interface ReadLog {
  readonly lines: LineCounts;
  readonly diagnostics: readonly Diagnostic[];
  /** The hosts that its lines are of. */
  readonly hosts: readonly string[];
  readonly martians: readonly MartianLine[];
}

/** Reads one kernel log, chunk by chunk, into the bundle's trace columns. Chunks may end anywhere. */
export class KernelLogReader {
  readonly tally: LogTally = emptyTally();
  readonly #columns: TraceColumns;
  readonly #path: string;
  readonly #reader: LineReader;
  readonly #martians: MartianLines;
  readonly #logTargets: LogTargetLines;
  #carry = new Uint8Array(0);
  #tooLong: boolean;

  /** `fallbackHost`: the host of lines that name none. `inLongLine`: the log begins within a line that is too long. */
  constructor(columns: TraceColumns, path: string, fallbackHost = '', inLongLine = false) {
    this.#columns = columns;
    this.#path = path;
    this.#tooLong = inLongLine;
    const fallback = columns.names.internText(fallbackHost);
    this.#reader = new LineReader(columns, fallback);
    this.#logTargets = new LogTargetLines(columns, fallback);
    this.#martians = new MartianLines(this.tally, path, fallbackHost);
    columns.logs.push(path);
  }

  get linesRead(): number {
    return this.tally.lines;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    if (this.#carry.length > 0 || this.#tooLong) {
      start = chunk.indexOf(NEWLINE) + 1;
      this.#keep(start === 0 ? chunk : chunk.subarray(0, start));
      if (start === 0) return;
      this.#endCarriedLine();
    }
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    this.#readLines(chunk, start, end);
    if (end < chunk.length) this.#keep(chunk.subarray(end));
  }

  /** Reads what is left of a last line without an end. */
  end(): void {
    if (this.#carry.length === 0 && !this.#tooLong) return;
    this.#keep(Uint8Array.of(NEWLINE));
    this.#endCarriedLine();
  }

  /** The hosts of TRACE lines and of LOG lines, as names of the columns. */
  hosts(): { readonly trace: ReadonlySet<number>; readonly log: ReadonlySet<number> } {
    return { trace: this.#reader.hosts, log: this.#logTargets.hosts };
  }

  finish(): ReadLog {
    this.end();
    const { trace, log } = this.hosts();
    const { texts } = this.#columns.names;
    const hosts = Array.from(new Set([...trace, ...log]), (name) => texts[name] as string);
    return { ...reportTally(this.tally, this.#path), hosts };
  }

  #keep(bytes: Uint8Array): void {
    if (this.#tooLong) return;
    if (this.#carry.length + bytes.length > LONGEST_LINE_BYTES) {
      this.#tooLong = true;
      this.#carry = new Uint8Array(0);
      return;
    }
    const joined = new Uint8Array(this.#carry.length + bytes.length);
    joined.set(this.#carry);
    joined.set(bytes, this.#carry.length);
    this.#carry = joined;
  }

  #endCarriedLine(): void {
    const line = this.#carry;
    this.#carry = new Uint8Array(0);
    if (this.#tooLong) this.tally.lines++;
    else this.#readLines(line, 0, line.length);
    this.#tooLong = false;
  }

  /** Reads the lines in `[start, end)`, each with its `\n`. */
  #readLines(bytes: Uint8Array, start: number, end: number): void {
    const reader = this.#reader;
    const { tally } = this;
    const view = new DataView(bytes.buffer, bytes.byteOffset, end);
    for (let at = start; at < end; at = reader.next) {
      tally.lines++;
      switch (reader.read(bytes, view, at, tally.lines)) {
        case 'trace':
          tally.parsed++;
          break;
        case 'malformed':
          tallyMalformed(tally, tally.lines);
          break;
        case 'telling':
          this.#readOther(bytes, view, at, reader.next - 1);
          break;
        case 'other':
          break;
      }
    }
  }

  /** A line that is no TRACE line but may tell of something else. */
  #readOther(bytes: Uint8Array, view: DataView, start: number, newline: number): void {
    const end = bytes[newline - 1] === CARRIAGE_RETURN && newline > start ? newline - 1 : newline;
    const told = this.#reader.tells;
    const { lines } = this.tally;
    const isOurs =
      ((told & tells.martian) !== 0 && this.#martians.read(bytes, start, end, lines)) ||
      ((told & tells.logTarget) !== 0 && this.#logTargets.read(bytes, view, start, end, lines));
    if (isOurs) this.tally.parsed++;
    else if ((told & tells.loss) !== 0) {
      const words = lossMarker(bytes, start, newline);
      if (words !== null) tallyLoss(this.tally, { line: lines, words });
    }
  }
}
