import type { LineCounts } from '../../model/artifact.ts';
import { diagnostic, type Diagnostic } from '../../model/diagnostic.ts';
import type { MartianLine } from '../../model/network.ts';
import { readJournalLine } from './journal-json.ts';
import { LogTargetLines } from './log-target-line.ts';
import { LossNotes } from './loss-notes.ts';
import { MartianLines } from './martian-lines.ts';
import { type PrefixSpan, readPrefix } from './line-prefix.ts';
import type { TraceColumns, TraceFields } from './trace-columns.ts';
import { readFields } from './trace-line.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BRACE_OPEN = 0x7b;
const SPACE = 0x20;
/** A line longer than this is no kernel line; it is passed over without being kept in memory. */
const LONGEST_LINE_BYTES = 1 << 20;
const MOST_DIAGNOSTICS = 10;

const MARKER = new TextEncoder().encode('TRACE: ');

/** Reads one kernel log, chunk by chunk, into the bundle's trace columns. Chunks may end anywhere. */
export class KernelLogReader {
  readonly #columns: TraceColumns;
  readonly #path: string;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #prefix: PrefixSpan = { hostStart: 0, hostEnd: 0, uptimeMicroseconds: NaN };
  readonly #fields = {} as TraceFields;
  readonly #hosts = new Set<number>();
  readonly #fallbackHost: number;
  readonly #martians: MartianLines;
  readonly #logTargets: LogTargetLines;
  #carry = new Uint8Array(0);
  #lines = 0;
  #parsed = 0;
  #malformed = 0;
  readonly #losses: LossNotes;
  #tooLong = false;

  /** `fallbackHost`: the host of lines that name none. */
  constructor(columns: TraceColumns, path: string, fallbackHost = '') {
    this.#columns = columns;
    this.#path = path;
    this.#losses = new LossNotes(path);
    this.#fallbackHost = columns.names.internText(fallbackHost);
    this.#logTargets = new LogTargetLines(columns, this.#fallbackHost);
    this.#martians = new MartianLines(path, fallbackHost);
    columns.logs.push(path);
  }

  get linesRead(): number {
    return this.#lines;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    if (this.#carry.length > 0 || this.#tooLong) {
      const newline = chunk.indexOf(NEWLINE);
      if (newline < 0) {
        this.#keep(chunk);
        return;
      }
      this.#keep(chunk.subarray(0, newline));
      this.#endCarriedLine();
      start = newline + 1;
    }
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0) break;
      this.#readLine(chunk, start, newline);
      start = newline + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** What was read of this log in all; `hosts` are names in the columns. */
  finish(): {
    lines: LineCounts;
    diagnostics: readonly Diagnostic[];
    hosts: readonly string[];
    martians: readonly MartianLine[];
  } {
    if (this.#carry.length > 0 || this.#tooLong) this.#endCarriedLine();
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
        new Set([...this.#hosts, ...this.#logTargets.hosts]),
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
    if (this.#tooLong) {
      this.#tooLong = false;
      this.#lines++;
      return;
    }
    this.#readLine(line, 0, line.length);
  }

  #readLine(bytes: Uint8Array, start: number, end: number): void {
    this.#lines++;
    if (end - start > LONGEST_LINE_BYTES) return;
    const marker = findMarker(bytes, start, end);
    let stop = end;
    if (bytes[stop - 1] === CARRIAGE_RETURN) stop--;
    if (marker < 0) {
      if (this.#martians.read(bytes, start, stop, this.#lines)) this.#parsed++;
      else if (this.#logTargets.read(bytes, start, stop, this.#lines)) this.#parsed++;
      else this.#losses.notice(bytes, start, end, this.#lines);
      return;
    }
    const read =
      bytes[start] === BRACE_OPEN
        ? this.#readJson(bytes, start, stop)
        : this.#readText(bytes, start, stop, marker);
    if (read === 'trace') this.#parsed++;
    else if (read === 'malformed') {
      this.#malformed++;
      if (this.#malformed <= MOST_DIAGNOSTICS) {
        this.#diagnostics.push(
          diagnostic('line-malformed', 'a TRACE line that is cut off or garbled', this.#path, this.#lines),
        );
      }
    }
  }

  #readJson(bytes: Uint8Array, start: number, end: number): LineKind {
    const entry = readJournalLine(bytes.subarray(start, end));
    if (entry === null) return 'malformed';
    const marker = findMarker(entry.message, 0, entry.message.length);
    if (marker < 0) return 'other';
    if (entry.host === null) return this.#readText(entry.message, 0, entry.message.length, marker);
    const host = this.#columns.names.internText(entry.host);
    return this.#readTrace(
      entry.message,
      marker,
      entry.message.length,
      host,
      entry.uptimeMicroseconds ?? NaN,
    );
  }

  #readText(bytes: Uint8Array, start: number, end: number, marker: number): LineKind {
    const prefix = this.#prefix;
    readPrefix(bytes, start, marker, prefix);
    const host = this.#columns.names.intern(bytes, prefix.hostStart, prefix.hostEnd);
    return this.#readTrace(bytes, marker, end, host, prefix.uptimeMicroseconds);
  }

  #readTrace(
    bytes: Uint8Array,
    marker: number,
    end: number,
    host: number,
    uptimeMicroseconds: number,
  ): LineKind {
    const place = marker + MARKER.length;
    let placeEnd = bytes.indexOf(SPACE, place);
    if (placeEnd < 0 || placeEnd > end) placeEnd = end;
    if (!looksLikePlace(bytes, place, placeEnd)) return 'other';
    const fields = this.#fields;
    if (!readFields(bytes, placeEnd, end, this.#columns.names, fields)) return 'malformed';
    fields.host = host === 0 ? this.#fallbackHost : host;
    fields.uptimeMicroseconds = uptimeMicroseconds;
    if (!this.#columns.add(bytes, place, placeEnd, this.#lines, fields)) return 'malformed';
    this.#hosts.add(fields.host);
    return 'trace';
  }
}

type LineKind = 'trace' | 'malformed' | 'other';

/** The first `TRACE: ` in `[start, end)`, or -1. */
function findMarker(bytes: Uint8Array, start: number, end: number): number {
  const last = end - MARKER.length;
  for (let i = start; i <= last; i++) {
    if (
      bytes[i] === 0x54 &&
      bytes[i + 1] === 0x52 &&
      bytes[i + 2] === 0x41 &&
      bytes[i + 3] === 0x43 &&
      bytes[i + 4] === 0x45 &&
      bytes[i + 5] === 0x3a &&
      bytes[i + 6] === SPACE
    ) {
      return i;
    }
  }
  return -1;
}

/** Three colons make a place (`filter:FORWARD:rule:2`); a message that merely says "TRACE: " has none. */
function looksLikePlace(bytes: Uint8Array, start: number, end: number): boolean {
  let colons = 0;
  for (let i = start; i < end; i++) if (bytes[i] === 0x3a) colons++;
  return colons >= 3;
}
