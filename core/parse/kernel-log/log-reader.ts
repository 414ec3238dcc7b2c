import type { LineCounts } from '../../model/artifact.ts';
import { diagnostic, type Diagnostic } from '../../model/diagnostic.ts';
import type { MartianLine } from '../../model/network.ts';
import { LineReader, LONGEST_LINE_BYTES } from './line-reader.ts';
import { tells } from './line-scan.ts';
import { LogTargetLines } from './log-target-line.ts';
import { LossNotes } from './loss-notes.ts';
import { MartianLines } from './martian-lines.ts';
import type { TraceColumns } from './trace-columns.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MOST_DIAGNOSTICS = 10;

/** Reads one kernel log, chunk by chunk, into the bundle's trace columns. Chunks may end anywhere. */
export class KernelLogReader {
  readonly #columns: TraceColumns;
  readonly #path: string;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #reader: LineReader;
  readonly #martians: MartianLines;
  readonly #losses: LossNotes;
  readonly #logTargets: LogTargetLines;
  #carry = new Uint8Array(0);
  #lines = 0;
  #parsed = 0;
  #malformed = 0;
  #tooLong = false;

  /** `fallbackHost`: the host of lines that name none. */
  constructor(columns: TraceColumns, path: string, fallbackHost = '') {
    this.#columns = columns;
    this.#path = path;
    this.#losses = new LossNotes(path);
    const fallback = columns.names.internText(fallbackHost);
    this.#reader = new LineReader(columns, fallback);
    this.#logTargets = new LogTargetLines(columns, fallback);
    this.#martians = new MartianLines(path, fallbackHost);
    columns.logs.push(path);
  }

  get linesRead(): number {
    return this.#lines;
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

  /** What was read of this log in all; `hosts` are names in the columns. */
  finish(): {
    lines: LineCounts;
    diagnostics: readonly Diagnostic[];
    hosts: readonly string[];
    martians: readonly MartianLine[];
  } {
    if (this.#carry.length > 0 || this.#tooLong) {
      this.#keep(Uint8Array.of(NEWLINE));
      this.#endCarriedLine();
    }
    const unshown = this.#malformed - this.#diagnostics.length;
    if (unshown > 0) {
      this.#diagnostics.push(
        diagnostic('line-malformed', `${unshown} more TRACE lines can't be read`, this.#path),
      );
    }
    return {
      lines: {
        parsed: this.#parsed,
        notOurs: this.#lines - this.#parsed - this.#malformed - this.#losses.count,
        notModelled: this.#losses.count,
        malformed: this.#malformed,
      },
      diagnostics: [...this.#diagnostics, ...this.#losses.diagnostics],
      hosts: Array.from(
        new Set([...this.#reader.hosts, ...this.#logTargets.hosts]),
        (name) => this.#columns.names.texts[name] as string,
      ),
      martians: this.#martians.lines,
    };
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
    if (this.#tooLong) this.#lines++;
    else this.#readLines(line, 0, line.length);
    this.#tooLong = false;
  }

  /** Reads the lines in `[start, end)`, each with its `\n`. */
  #readLines(bytes: Uint8Array, start: number, end: number): void {
    const reader = this.#reader;
    const view = new DataView(bytes.buffer, bytes.byteOffset, end);
    for (let at = start; at < end; at = reader.next) {
      this.#lines++;
      switch (reader.read(bytes, view, at, this.#lines)) {
        case 'trace':
          this.#parsed++;
          break;
        case 'malformed':
          this.#noteMalformed();
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
    const isOurs =
      ((told & tells.martian) !== 0 && this.#martians.read(bytes, start, end, this.#lines)) ||
      ((told & tells.logTarget) !== 0 && this.#logTargets.read(bytes, view, start, end, this.#lines));
    if (isOurs) this.#parsed++;
    else if ((told & tells.loss) !== 0) this.#losses.notice(bytes, start, end, this.#lines);
  }

  #noteMalformed(): void {
    this.#malformed++;
    if (this.#malformed > MOST_DIAGNOSTICS) return;
    this.#diagnostics.push(
      diagnostic('line-malformed', 'a TRACE line that is cut off or garbled', this.#path, this.#lines),
    );
  }
}
