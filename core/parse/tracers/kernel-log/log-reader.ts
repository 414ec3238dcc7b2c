import type { LineCounts } from '../../../model/artifact.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { KernelMessages } from '../../../model/kernel-message.ts';
import { LineReader, LONGEST_LINE_BYTES } from './line-reader.ts';
import { LineScanner, stop } from './line-scanner.ts';
import type { LogOrigin } from './log-origin.ts';
import { LogTargetLines } from './log-target-line.ts';
import { emptyTally, type LogTally, reportTally, tallyMalformed } from './log-tally.ts';
import { mendedLines } from './damaged-line.ts';
import { type ScannedLine, MessageReader } from '../../kernel-messages/message-reader.ts';
import { anyMarker, markedWords, markers } from './markers.ts';
import type { TraceColumns } from './trace-columns.ts';

const none: ReadonlySet<number> = new Set();
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What was read of a log in all. */
export interface ReadLog {
  readonly lines: LineCounts;
  readonly diagnostics: readonly Diagnostic[];
  /** The hosts that its lines are of. */
  readonly hosts: readonly string[];
  /** What the kernel says in it apart from traces. */
  readonly messages: readonly KernelMessages[];
}

/** Reads one kernel log, chunk by chunk, into the bundle's trace columns. Chunks may end anywhere. */
export class KernelLogReader {
  readonly tally: LogTally = emptyTally();
  readonly #columns: TraceColumns;
  readonly #path: string;
  readonly #scanner = LineScanner.take();
  readonly #reader: LineReader;
  readonly #messages: MessageReader;
  readonly #logTargets: LogTargetLines;
  #carry = new Uint8Array(0);
  #tooLong: boolean;

  /** `inLongLine`: the log begins within a line that is too long. */
  constructor(columns: TraceColumns, origin: LogOrigin, inLongLine = false) {
    const { path, fallbackHost = '', keepsLogLines = false } = origin;
    this.#columns = columns;
    this.#path = path;
    this.#tooLong = inLongLine;
    const fallback = columns.names.internText(fallbackHost);
    this.#reader = new LineReader(columns, this.#scanner, fallback, keepsLogLines);
    const leftOut = keepsLogLines ? none : this.#reader.hosts;
    this.#logTargets = new LogTargetLines(columns, this.#scanner, fallback, leftOut);
    this.#messages = new MessageReader(this.tally.messages, this.#scanner.messages, path, fallbackHost);
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

  /** Reads what is left of a last line without an end; nothing may be read afterwards. */
  end(): void {
    if (this.#carry.length > 0 || this.#tooLong) {
      this.#keep(Uint8Array.of(NEWLINE));
      this.#endCarriedLine();
    }
    this.tally.parsed += this.#messages.end();
    this.#scanner.release();
  }

  /** The hosts of TRACE lines, and those of the LOG lines that were added. */
  hosts(): { readonly trace: readonly string[]; readonly log: readonly string[] } {
    const { texts } = this.#columns.names;
    const named = (hosts: ReadonlySet<number>) => Array.from(hosts, (name) => texts[name] as string);
    return { trace: named(this.#reader.hosts), log: named(this.#logTargets.hosts) };
  }

  finish(): ReadLog {
    this.end();
    const { trace, log } = this.hosts();
    return { ...reportTally(this.tally, this.#path), hosts: [...new Set([...trace, ...log])] };
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
    const scanner = this.#scanner;
    const { tally } = this;
    scanner.line = tally.lines;
    for (let at = start; at < end;) {
      const loaded = scanner.load(bytes, at, end);
      if (loaded > at) this.#scan();
      at = loaded > at ? loaded : this.#readLongLine(bytes, at);
    }
    this.#takeRows();
    tally.lines = scanner.line;
  }

  #scan(): void {
    const scanner = this.#scanner;
    for (;;) {
      switch (scanner.scan()) {
        case stop.end:
          // Names that are not known stand in what was loaded.
          scanner.settle(this.#columns);
          return;
        case stop.full:
          this.#takeRows();
          break;
        case stop.unknown:
          if (this.#reader.learnsLineKind()) break;
          scanner.settle(this.#columns);
          this.#read(scanner.bytes, scanner.lineStart, scanner.newline, scanner.markers);
          break;
        case stop.marked:
          // Messages add neither names nor rows, and are frequent in some logs.
          if (scanner.markers !== markers.message) scanner.settle(this.#columns);
          this.#read(scanner.bytes, scanner.lineStart, scanner.newline, scanner.markers);
          break;
      }
    }
  }

  /** Reads a line that the scanner has no room for; returns where the next one begins. */
  #readLongLine(bytes: Uint8Array, start: number): number {
    const newline = bytes.indexOf(NEWLINE, start);
    this.#scanner.line++;
    if (newline + 1 - start <= LONGEST_LINE_BYTES) this.#read(bytes, start, newline, anyMarker);
    return newline + 1;
  }

  /** Reads a line that holds these markers. */
  #read(bytes: Uint8Array, start: number, newline: number, marked: number): void {
    const { line } = this.#scanner;
    const { names } = this.#columns;
    const namesBefore = names.count;
    const kind = (marked & markers.trace) === 0 ? 'unmarked' : this.#reader.read(bytes, start, newline);
    if (kind === 'malformed') {
      names.forgetFrom(namesBefore);
      this.#readDamaged(bytes, start, newline, line);
      return;
    }
    const isEvent =
      kind === 'trace' || (kind === 'unmarked' && this.#readOther(bytes, start, newline, marked, line));
    if (!isEvent) names.forgetFrom(namesBefore);
  }

  /** Reads what can be mended of a line of TRACE, which has one fate however many it once was. */
  #readDamaged(bytes: Uint8Array, start: number, newline: number, line: number): void {
    const { tally } = this;
    const { names } = this.#columns;
    let events = 0;
    for (const text of mendedLines(new TextDecoder().decode(bytes.subarray(start, newline)))) {
      const namesBefore = names.count;
      const piece = new TextEncoder().encode(`${text}\n`);
      // There is room for one row more.
      this.#takeRows();
      if (this.#reader.read(piece, 0, piece.length - 1) === 'trace') events++;
      else names.forgetFrom(namesBefore);
    }
    tally.parsed -= Math.max(events - 1, 0);
    if (events > 0) return;
    tallyMalformed(tally, line);
  }

  /** Reads a line that is no TRACE line; whether it was added as an event. */
  #readOther(bytes: Uint8Array, start: number, newline: number, marked: number, line: number): boolean {
    const end = bytes[newline - 1] === CARRIAGE_RETURN && newline > start ? newline - 1 : newline;
    // Before LOG lines: conntrack's own remarks on packets have the same header.
    const meaning =
      (marked & markers.message) === 0
        ? null
        : this.#messages.read(bytes, start, end, line, this.#scanned(bytes));
    if (meaning === null)
      return (marked & markers.logTarget) !== 0 && this.#logTargets.read(bytes, start, end);
    this.tally[meaning === 'lost-lines' ? 'notModelled' : 'parsed']++;
    return false;
  }

  /** What the scanner knows of the line at which it stopped; null for one that is elsewhere, or of another prefix. */
  #scanned(bytes: Uint8Array): ScannedLine | null {
    const scanner = this.#scanner;
    if (bytes !== scanner.bytes || scanner.kindStart === 0) return null;
    return {
      prefixEnd: scanner.kindStart,
      host: this.#columns.names.texts[scanner.host] as string,
      hostNumber: scanner.host,
      uptimeMicroseconds: scanner.clock,
      format: markedWords[scanner.word]?.format,
    };
  }

  #takeRows(): void {
    this.#scanner.settle(this.#columns);
    const rows = this.#scanner.takeRows();
    this.tally.parsed += rows.count;
    this.#columns.appendRows(rows);
  }
}
