import { readJournalLine } from './journal-json.ts';
import { emptySpan, prefixShape, readPrefix } from './line-prefix.ts';
import type { LineScanner } from './line-scanner.ts';
import type { TraceColumns } from './trace-columns.ts';
import type { TraceFields } from './trace-fields.ts';
import { markers, anyMarker } from './markers.ts';
import { readFields } from './trace-line.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BRACE_OPEN = 0x7b;
const SPACE = 0x20;
const COLON = 0x3a;
/** A line longer than this, its end included, is no kernel line. */
export const LONGEST_LINE_BYTES = 1 << 20;

const MARKER = new TextEncoder().encode('TRACE: ');

/**
 * What a line turned out to be: an event that was added, a TRACE line that can't be read, a line that only says "TRACE: ",
 * or one that doesn't even say that.
 */
export type LineFate = 'trace' | 'malformed' | 'other' | 'unmarked';

/** Reads the lines of a kernel log at which the scanner stops, and teaches it what they are. */
export class LineReader {
  /** The hosts of the events, as names of the columns. */
  readonly hosts = new Set<number>();
  readonly #columns: TraceColumns;
  readonly #scanner: LineScanner;
  readonly #fallbackHost: number;
  /** The markers that count in other lines of hosts with TRACE lines. */
  readonly #otherMarkers: number;
  readonly #span = emptySpan();
  readonly #fields = {} as TraceFields;

  /**
   * `fallbackHost`: the host of lines that name none, a name of the columns. `keepsLogLines`: those of LOG targets count
   * on hosts with TRACE lines, too.
   */
  constructor(columns: TraceColumns, scanner: LineScanner, fallbackHost: number, keepsLogLines: boolean) {
    this.#columns = columns;
    this.#scanner = scanner;
    this.#fallbackHost = fallbackHost;
    this.#otherMarkers = keepsLogLines ? anyMarker : anyMarker & ~markers.logTarget;
  }

  /** Whether the kind of the unknown line at which the scanner stopped was new to it, and is known to it now. */
  learnsLineKind(): boolean {
    const scanner = this.#scanner;
    const place = scanner.isNewKind ? this.#placeOfKind() : -1;
    if (place < 0) return false;
    scanner.retry(place);
    return true;
  }

  /** Reads a line in `[start, newline)` word by word. */
  read(bytes: Uint8Array, start: number, newline: number): LineFate {
    const marker = findMarker(bytes, start, newline);
    if (marker < 0) return 'unmarked';
    return bytes[start] === BRACE_OPEN
      ? this.#readJson(bytes, start, newline)
      : this.#readText(bytes, start, newline, marker);
  }

  /** The place that the words `TRACE: filter:FORWARD:rule:2 ` names; -1 for any other. */
  #placeOfKind(): number {
    const { bytes, kindStart, fieldsStart, host } = this.#scanner;
    const start = kindStart + MARKER.length;
    const end = fieldsStart - 1;
    const isTrace = findMarker(bytes, kindStart, start) === kindStart && endOfPlace(bytes, start) === end;
    // A host's first line is read word by word, so that it is known as one.
    if (!isTrace || end <= start || !this.hosts.has(host)) return -1;
    return this.#columns.internPlace(bytes, start, end, host, 0);
  }

  #readText(bytes: Uint8Array, start: number, newline: number, marker: number): LineFate {
    const span = this.#span;
    readPrefix(bytes, start, marker, span);
    const host = this.#hostOf(this.#columns.names.intern(bytes, span.hostStart, span.hostEnd));
    const kind = this.#readMarked(bytes, marker, newline, host, span.uptimeMicroseconds);
    if (kind === 'trace') {
      const shape = prefixShape(bytes, start, marker, span);
      this.#scanner.learnPrefix(bytes, start, shape, host, this.#otherMarkers);
    }
    return kind;
  }

  /** The message of a JSON line is read like a line of its own. */
  #readJson(bytes: Uint8Array, start: number, newline: number): LineFate {
    const entry = readJournalLine(bytes.subarray(start, newline));
    if (entry === null) return 'malformed';
    const message = new Uint8Array(entry.message.length + 1);
    message.set(entry.message);
    message[message.length - 1] = NEWLINE;
    const marker = findMarker(message, 0, message.length);
    if (marker < 0) return 'other';
    if (entry.host === null) return this.#readText(message, 0, message.length - 1, marker);
    const host = this.#hostOf(this.#columns.names.internText(entry.host));
    return this.#readMarked(message, marker, message.length - 1, host, entry.uptimeMicroseconds ?? NaN);
  }

  #hostOf(named: number): number {
    return named === 0 ? this.#fallbackHost : named;
  }

  /** Reads the line whose marker stands at `marker`. */
  #readMarked(
    bytes: Uint8Array,
    marker: number,
    newline: number,
    host: number,
    uptimeMicroseconds: number,
  ): LineFate {
    const columns = this.#columns;
    const fields = this.#fields;
    const start = marker + MARKER.length;
    const placeEnd = endOfPlace(bytes, start);
    if (!looksLikePlace(bytes, start, placeEnd)) return 'other';
    const end = newline > placeEnd && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
    if (!readFields(bytes, placeEnd, end, columns.names, fields)) return 'malformed';
    fields.host = host;
    const isIpv6 = fields.family === 'ipv6';
    const place = columns.internPlace(bytes, start, placeEnd, host, Number(isIpv6));
    if (place < 0) return 'malformed';
    const header = columns.internHeader(fields);
    const identity = columns.internIdentity(fields);
    const scanner = this.#scanner;
    if (!this.hosts.has(host)) {
      this.hosts.add(host);
      // Those of its LOG lines may be among them.
      scanner.forgetLineKinds();
    }
    if (scanner.stoppedAt(bytes, marker, placeEnd + 1, host))
      scanner.learn(place, header, identity, fields.ttl, isIpv6);
    scanner.append(place, header, identity, fields.ttl, uptimeMicroseconds);
    return 'trace';
  }
}

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
      bytes[i + 5] === COLON &&
      bytes[i + 6] === SPACE
    ) {
      return i;
    }
  }
  return -1;
}

/** The first blank from `start` on, or the line's end. */
function endOfPlace(bytes: Uint8Array, start: number): number {
  let i = start;
  while (bytes[i] !== SPACE && bytes[i] !== NEWLINE) i++;
  return bytes[i] === NEWLINE && i > start && bytes[i - 1] === CARRIAGE_RETURN ? i - 1 : i;
}

/** Three colons make a place (`filter:FORWARD:rule:2`); a message that merely says "TRACE: " has none. */
function looksLikePlace(bytes: Uint8Array, start: number, end: number): boolean {
  let colons = 0;
  for (let i = start; i < end; i++) if (bytes[i] === COLON) colons++;
  return colons >= 3;
}
