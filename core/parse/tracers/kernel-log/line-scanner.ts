import moduleBytes from './assembly/index.wasm';
import type { EventRows } from './event-columns.ts';
import { HEADER_FIELDS, IDENTITY_FIELDS } from './header-rows.ts';
import type { PrefixShape } from './line-prefix.ts';
import { markedWords } from './markers.ts';
import { type CompiledCounter, MessageCounter } from './message-counter.ts';
import type { TraceColumns } from './trace-columns.ts';

/** Why a scan stopped. */
export const stop = {
  /** Nothing is left to look at. */
  end: 0,
  /** There are as many rows as there is room for: they must be taken. */
  full: 1,
  /** A line with the known prefix, whose kind is not known, or whose fields are not the usual ones. */
  unknown: 2,
  /** Another line, which holds a marker (markers.ts). */
  marked: 3,
} as const;
export type Stop = (typeof stop)[keyof typeof stop];

/** What the compiled scanner reports of a line, by its place: the list is that of assembly/result-registers.ts. */
const register = {
  rows: 0,
  line: 1,
  lineStart: 2,
  lineEnd: 3,
  markers: 4,
  kindStart: 5,
  fieldsStart: 6,
  isNewKind: 7,
  word: 8,
} as const;
const REGISTERS = 16;
/** Of each pending name: its field, where it begins and ends. */
const NAME_NUMBERS = 3;
const NAMES_OF_LINE = 8;

/**
 * Looks through the lines of a log (assembly/index.ts). Lines like those before them become rows; at every other line it
 * stops, and goes on after it. Positions are in `bytes`, the compiled module's memory.
 */
export class LineScanner {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly messages: MessageCounter;
  readonly #compiled: Compiled;
  readonly #registers: Int32Array;
  readonly #pending: Pending;
  readonly #input: number;
  readonly #inputBytes: number;
  readonly #rows: Omit<EventRows, 'count'>;
  #end = 0;
  #stop: Stop = stop.end;
  #host = -1;

  private constructor() {
    const compiled = new WebAssembly.Instance(compiledModule()).exports as unknown as Compiled;
    const { buffer } = compiled.memory;
    const { columnAt } = compiled;
    const capacity = compiled.capacity();
    this.#compiled = compiled;
    this.bytes = new Uint8Array(buffer);
    this.#registers = new Int32Array(buffer, compiled.registersAt(), REGISTERS);
    this.#pending = {
      headers: new Int32Array(buffer, compiled.headersAt(), capacity * HEADER_FIELDS),
      identities: new Int32Array(buffer, compiled.identitiesAt(), capacity * IDENTITY_FIELDS),
      headerNumbers: new Int32Array(buffer, compiled.headerNumbersAt(), capacity),
      identityNumbers: new Int32Array(buffer, compiled.identityNumbersAt(), capacity),
      names: new Uint32Array(buffer, compiled.namesAt(), capacity * NAMES_OF_LINE * NAME_NUMBERS),
    };
    this.#input = compiled.inputAt();
    this.#inputBytes = compiled.inputBytes();
    this.#rows = {
      place: new Uint32Array(buffer, columnAt(0), capacity),
      header: new Uint32Array(buffer, columnAt(1), capacity),
      identity: new Uint32Array(buffer, columnAt(2), capacity),
      ttl: new Uint8Array(buffer, columnAt(3), capacity),
      line: new Uint32Array(buffer, columnAt(4), capacity),
      uptime: new Float64Array(buffer, columnAt(5), capacity),
    };
    for (const { word, bits } of markedWords) learnMarker(compiled, this.bytes, word, bits);
    compiled.settleMarkers();
    this.messages = new MessageCounter(compiled, this.bytes);
  }

  /** One that knows nothing yet; `release` it when the log is read. */
  static take(): LineScanner {
    return free.pop() ?? new LineScanner();
  }

  /** Nothing may be asked of it any more. */
  release(): void {
    this.#compiled.forget();
    this.#stop = stop.end;
    this.#host = -1;
    free.push(this);
  }

  /** The number of the last line that was looked at, from 1. */
  get line(): number {
    return this.#registers[register.line] as number;
  }

  set line(line: number) {
    this.#registers[register.line] = line;
  }

  get lineStart(): number {
    return this.#registers[register.lineStart] as number;
  }

  /** Where its `\n` stands. */
  get newline(): number {
    return (this.#registers[register.lineEnd] as number) - 1;
  }

  /** The markers that it holds, as bits of `markers`. */
  get markers(): number {
    return this.#registers[register.markers] as number;
  }

  /** Which of the marked words it holds: its index, or that of one of them. */
  get word(): number {
    return this.#registers[register.word] as number;
  }

  /** Of a line with the known prefix: after it; 0 for another line. */
  get kindStart(): number {
    return this.#registers[register.kindStart] as number;
  }

  /** Of an unknown line: where its fields begin, at `IN=`. */
  get fieldsStart(): number {
    return this.#registers[register.fieldsStart] as number;
  }

  /** Of an unknown line: whether its fields are the usual ones, of IPv4, so that only its kind is not known. */
  get isNewKind(): boolean {
    return this.#registers[register.isNewKind] === 1;
  }

  /** Copies whole lines from `[start, end)`, as many as there is room for; returns after them, or `start` for none. */
  load(bytes: Uint8Array, start: number, end: number): number {
    const room = start + this.#inputBytes;
    const stop = room >= end ? end : bytes.subarray(start, room).lastIndexOf(NEWLINE) + 1 + start;
    this.#compiled.keepLastTexts();
    this.bytes.set(bytes.subarray(start, stop), this.#input);
    this.#registers[register.lineEnd] = this.#input;
    this.#end = this.#input + stop - start;
    return stop;
  }

  /** Goes on after the line at which it stopped. */
  scan(): Stop {
    this.#stop = this.#compiled.scan(this.#registers[register.lineEnd] as number, this.#end);
    return this.#stop;
  }

  /** The rows so far, which must be settled; they are gone afterwards. */
  takeRows(): EventRows {
    const count = this.#registers[register.rows] as number;
    this.#registers[register.rows] = 0;
    return { ...this.#rows, count };
  }

  /** Adds an event of the line at which it stopped; there is room for one. */
  append(place: number, header: number, identity: number, ttl: number, uptimeMicroseconds: number): void {
    const rows = this.#rows;
    const row = this.#registers[register.rows] as number;
    rows.place[row] = place;
    rows.header[row] = header;
    rows.identity[row] = identity;
    rows.ttl[row] = ttl;
    rows.line[row] = this.line;
    rows.uptime[row] = uptimeMicroseconds;
    this.#registers[register.rows] = row + 1;
  }

  /** Interns what the rows so far are still without: names, headers and identities. */
  settle(columns: TraceColumns): void {
    const compiled = this.#compiled;
    const count = compiled.pendingCount();
    if (count === 0) return;
    const { headers, identities, headerNumbers, identityNumbers, names } = this.#pending;
    const wanted = compiled.pendingNames();
    for (let name = 0; name < wanted; name++) {
      const start = names[name * NAME_NUMBERS + 1] as number;
      const end = names[name * NAME_NUMBERS + 2] as number;
      compiled.nameFound(name, columns.names.intern(this.bytes, start, end));
    }
    columns.internHeaders(headers, count, headerNumbers);
    columns.internIdentities(identities, count, identityNumbers);
    compiled.settle();
  }

  /** Looks at the unknown line at which it stopped once more, now that the place of its kind for packets of IPv4 is known. */
  retry(place: number): void {
    this.#compiled.learnPlace(place, 0);
    this.#registers[register.lineEnd] = this.lineStart;
    this.line--;
  }

  /** Knows the unknown line at which it stopped from now on. */
  learn(place: number, header: number, identity: number, ttl: number, isIpv6: boolean): void {
    this.#compiled.learnStopped(place, header, identity, ttl, Number(isIpv6));
  }

  /** Whether it stopped at an unknown line, of that host, whose kind and fields begin at these places of `bytes`. */
  stoppedAt(bytes: Uint8Array, kindStart: number, fieldsStart: number, host: number): boolean {
    return (
      this.#stop === stop.unknown &&
      bytes === this.bytes &&
      kindStart === this.kindStart &&
      fieldsStart === this.fieldsStart &&
      host === this.#host
    );
  }

  /** Whether lines with any prefix are known. */
  get hasPrefix(): boolean {
    return this.#host >= 0;
  }

  /** The kernel's clock, in microseconds, of the line at which it stopped, which has the known prefix; NaN without one. */
  get clock(): number {
    return this.#compiled.clockOf(this.lineStart);
  }

  /** The host of the lines with the known prefix. */
  get host(): number {
    return this.#host;
  }

  /**
   * Takes the beginning of the line at which it stopped, at `start` of `bytes`, for the prefix of those to come, which
   * are of the same host; `markers`: those that count in such lines. Does nothing for a line that is elsewhere.
   */
  learnPrefix(
    bytes: Uint8Array,
    start: number,
    shape: PrefixShape | null,
    host: number,
    markers: number,
  ): void {
    if (bytes !== this.bytes || shape === null || shape.length > this.#compiled.longestPrefix()) return;
    const { length, hostStart, hostEnd, clockStart, clockEnd } = shape;
    this.#compiled.learnPrefix(start, length, hostStart, hostEnd, clockStart, clockEnd, host, markers);
    this.#host = host;
  }

  /** From now on, every line between prefix and fields is unknown. */
  forgetLineKinds(): void {
    this.#compiled.forgetLineKinds();
  }
}

const NEWLINE = 0x0a;

const free: LineScanner[] = [];

/** assembly/pending.ts */
interface Pending {
  readonly headers: Int32Array;
  readonly identities: Int32Array;
  readonly headerNumbers: Int32Array;
  readonly identityNumbers: Int32Array;
  readonly names: Uint32Array;
}

/** What assembly/index.ts exports. */
interface Compiled extends CompiledCounter {
  readonly memory: WebAssembly.Memory;
  registersAt(): number;
  inputAt(): number;
  inputBytes(): number;
  capacity(): number;
  columnAt(column: number): number;
  clockOf(start: number): number;
  longestPrefix(): number;
  scan(start: number, end: number): Stop;
  keepLastTexts(): void;
  learnStopped(place: number, header: number, identity: number, ttl: number, ipv6: number): void;
  learnPlace(place: number, ipv6: number): void;
  headersAt(): number;
  identitiesAt(): number;
  headerNumbersAt(): number;
  identityNumbersAt(): number;
  namesAt(): number;
  pendingCount(): number;
  pendingNames(): number;
  nameFound(which: number, name: number): void;
  settle(): void;
  learnPrefix(
    start: number,
    length: number,
    hostStart: number,
    hostEnd: number,
    clockStart: number,
    clockEnd: number,
    host: number,
    markers: number,
  ): void;
  forgetLineKinds(): void;
  learnMarker(start: number, length: number, bits: number): void;
  settleMarkers(): void;
  forget(): void;
}

let known: WebAssembly.Module | null = null;

function compiledModule(): WebAssembly.Module {
  known ??= new WebAssembly.Module(moduleBytes());
  return known;
}

function learnMarker(compiled: Compiled, bytes: Uint8Array, word: string, bits: number): void {
  const text = new TextEncoder().encode(word);
  const at = compiled.inputAt();
  bytes.set(text, at);
  compiled.learnMarker(at, text.length, bits);
}
