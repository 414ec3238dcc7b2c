import { readJournalLine } from './journal-json.ts';
import { KnownPlaces } from './known-places.ts';
import { KnownPrefix } from './known-prefix.ts';
import { KnownTails } from './known-tails.ts';
import { emptySpan, readPrefix } from './line-prefix.ts';
import { type ScannedLine, scanLine, tells } from './line-scan.ts';
import type { TraceColumns, TraceFields } from './trace-columns.ts';
import { readFields } from './trace-line.ts';
import { UsualLine } from './usual-line.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BRACE_OPEN = 0x7b;
const SPACE = 0x20;
const COLON = 0x3a;
/** A line longer than this, its end included, is no kernel line. */
export const LONGEST_LINE_BYTES = 1 << 20;

const MARKER = new TextEncoder().encode('TRACE: ');
/** The marker as two words of four bytes that overlap: `TRAC`, `CE: `. */
const MARKER_BEGIN = 0x43415254;
const MARKER_END = 0x203a4543;
const MARKER_END_AT = 3;

/**
 * What a line turned out to be: an event that was added, a TRACE line that can't be read, a line that may tell of
 * something else (line-scan.ts), or none of these.
 */
export type LineKind = 'trace' | 'malformed' | 'telling' | 'other';

/**
 * Reads single lines of a kernel log into trace columns. Most lines are like those before them: the prefix but for the
 * time, the place, the packet's header; so each part is first compared with what is known, and read only if it is new.
 */
export class LineReader {
  /** Where the line behind the last one begins. */
  next = 0;
  /** What the last line may tell if it is a telling one, as bits of `tells`. */
  get tells(): number {
    return this.#scanned.tells;
  }
  /** The hosts of the events, as names of the columns. */
  readonly hosts = new Set<number>();
  readonly #columns: TraceColumns;
  readonly #fallbackHost: number;
  readonly #prefix = new KnownPrefix();
  readonly #places = new KnownPlaces();
  readonly #tails = new KnownTails();
  readonly #span = emptySpan();
  readonly #scanned: ScannedLine = { newline: 0, tells: 0 };
  readonly #fields = {} as TraceFields;
  readonly #usual: UsualLine;
  #lastHost = -1;

  /** `fallbackHost`: the host of lines that name none, a name of the columns. */
  constructor(columns: TraceColumns, fallbackHost: number) {
    this.#columns = columns;
    this.#usual = new UsualLine(columns.names);
    this.#fallbackHost = fallbackHost;
  }

  /** Reads the line that begins at `start`; `view` shows the memory of `bytes` up to the end of its last whole line. */
  read(bytes: Uint8Array, view: DataView, start: number, line: number): LineKind {
    const prefix = this.#prefix;
    const marker = start + prefix.length;
    if (
      prefix.length > 0 &&
      marker + MARKER.length < view.byteLength &&
      view.getInt32(marker, true) === MARKER_BEGIN &&
      view.getInt32(marker + MARKER_END_AT, true) === MARKER_END &&
      prefix.matches(bytes, view, start)
    ) {
      return this.#readMarked(bytes, view, marker, prefix.host, prefix.uptimeMicroseconds, line);
    }
    scanLine(view, start, this.#scanned);
    const { newline, tells: told } = this.#scanned;
    this.next = newline + 1;
    if (told === 0 || this.next - start > LONGEST_LINE_BYTES) return 'other';
    const found = (told & tells.trace) === 0 ? -1 : findMarker(bytes, start, newline);
    if (found < 0) return 'telling';
    return bytes[start] === BRACE_OPEN
      ? this.#readJson(bytes, start, newline, line)
      : this.#readText(bytes, view, start, found, line);
  }

  #readText(bytes: Uint8Array, view: DataView, start: number, marker: number, line: number): LineKind {
    const span = this.#span;
    readPrefix(bytes, start, marker, span);
    const host = this.#hostOf(this.#columns.names.intern(bytes, span.hostStart, span.hostEnd));
    const kind = this.#readMarked(bytes, view, marker, host, span.uptimeMicroseconds, line);
    if (kind === 'trace') this.#prefix.remember(bytes, start, marker, span, host);
    return kind;
  }

  /** The message of a JSON line is read like a line of its own. */
  #readJson(bytes: Uint8Array, start: number, newline: number, line: number): LineKind {
    const { next } = this;
    const entry = readJournalLine(bytes.subarray(start, newline));
    if (entry === null) return 'malformed';
    const message = new Uint8Array(entry.message.length + 1);
    message.set(entry.message);
    message[message.length - 1] = NEWLINE;
    const view = new DataView(message.buffer);
    const marker = findMarker(message, 0, message.length);
    let kind: LineKind = 'other';
    if (marker >= 0 && entry.host === null) kind = this.#readText(message, view, 0, marker, line);
    else if (marker >= 0) {
      const host = this.#hostOf(this.#columns.names.internText(entry.host ?? ''));
      kind = this.#readMarked(message, view, marker, host, entry.uptimeMicroseconds ?? NaN, line);
    }
    this.next = next;
    return kind;
  }

  #hostOf(named: number): number {
    return named === 0 ? this.#fallbackHost : named;
  }

  /** Reads the line whose marker stands at `marker`, and finds its end. */
  #readMarked(
    bytes: Uint8Array,
    view: DataView,
    marker: number,
    host: number,
    uptimeMicroseconds: number,
    line: number,
  ): LineKind {
    const columns = this.#columns;
    const tails = this.#tails;
    const start = marker + MARKER.length;
    const placeSlot = this.#places.find(view, start);
    const placeEnd = placeSlot >= 0 ? this.#places.end : endOfPlace(bytes, start);
    const known = tails.find(view, placeEnd, host);
    this.next = tails.end;
    if ((placeSlot < 0 || known < 0) && this.next - marker > LONGEST_LINE_BYTES) return 'other';
    if (placeSlot < 0 && !looksLikePlace(bytes, start, placeEnd)) return 'other';

    const fields = this.#fields;
    if (known < 0) {
      const end = this.next - (bytes[this.next - 2] === CARRIAGE_RETURN ? 2 : 1);
      const isRead =
        this.#usual.read(bytes, view, placeEnd + 1, end, fields) ||
        readFields(bytes, placeEnd, end, columns.names, fields);
      if (!isRead) return 'malformed';
      fields.host = host;
    }
    const ipv6 = known < 0 ? Number(fields.family === 'ipv6') : (tails.ipv6[known] as number);
    let place = placeSlot < 0 ? -1 : this.#places.placeAt(placeSlot, host, ipv6);
    if (place < 0) {
      place = columns.internPlace(bytes, start, placeEnd, host, ipv6);
      if (place < 0) return 'malformed';
      this.#places.remember(view, start, placeEnd, host, ipv6, place);
    }
    const tail = known >= 0 ? known : tails.remember(view, placeEnd);
    if (known < 0) {
      tails.host[tail] = host;
      tails.header[tail] = columns.internHeader(fields);
      tails.identity[tail] = columns.internIdentity(fields);
      tails.ttl[tail] = fields.ttl;
      tails.ipv6[tail] = ipv6;
    }
    columns.append(
      place,
      tails.header[tail] as number,
      tails.identity[tail] as number,
      tails.ttl[tail] as number,
      line,
      uptimeMicroseconds,
    );
    if (host !== this.#lastHost) this.hosts.add((this.#lastHost = host));
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
