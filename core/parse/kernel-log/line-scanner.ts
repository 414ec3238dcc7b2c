import { setUptime } from '../../model/uptime.ts';
import moduleBytes from './assembly/index.wasm';
import type { EventRows } from './event-columns.ts';
import { HEADER_FIELDS, IDENTITY_FIELDS } from './header-rows.ts';
import type { ByteInterner } from './interner.ts';
import type { PrefixShape } from './line-prefix.ts';
import { telltales } from './tells.ts';

/** Why a scan stopped. */
export const stop = {
  /** Nothing is left to look at. */
  end: 0,
  /** There are as many rows as there is room for: they must be taken. */
  full: 1,
  /** A line with the known prefix, whose label or fields are not known. */
  unknown: 2,
  /** Another line, which may tell of something: see `tells`. */
  telling: 3,
} as const;
export type Stop = (typeof stop)[keyof typeof stop];

/** What the compiled scanner says of a line: the list is that of assembly/answer.ts. */
const answer = {
  rows: 0,
  line: 1,
  lineStart: 2,
  lineEnd: 3,
  tells: 4,
  labelStart: 5,
  fieldsStart: 6,
  place: 7,
  isRead: 8,
  unknownNames: 9,
  nameStarts: 11,
  nameEnds: 19,
} as const;
const ANSWERS = 32;

/**
 * Looks through the lines of a log (assembly/index.ts). Lines like those before them become rows; at every other line it
 * stops, and goes on behind it. Positions are in `bytes`, the compiled module's memory.
 */
export class LineScanner {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The header and the identity of the line at which it stopped, as the trace columns intern them, if `isRead`. */
  readonly header: Int32Array;
  readonly identity: Int32Array;
  readonly #compiled: Compiled;
  readonly #answer: Int32Array;
  readonly #input: number;
  readonly #inputBytes: number;
  readonly #rows: Omit<EventRows, 'count'>;
  #end = 0;
  #stop: Stop = stop.end;
  #host = -1;

  private constructor() {
    const compiled = new WebAssembly.Instance(compiledModule()).exports as unknown as Compiled;
    const { buffer } = compiled.memory;
    const { capacity, columnAt } = compiled;
    this.#compiled = compiled;
    this.bytes = new Uint8Array(buffer);
    this.#answer = new Int32Array(buffer, compiled.answerAt(), ANSWERS);
    this.header = new Int32Array(buffer, compiled.headerAt(), HEADER_FIELDS);
    this.identity = new Int32Array(buffer, compiled.identityAt(), IDENTITY_FIELDS);
    this.#input = compiled.inputAt();
    this.#inputBytes = compiled.inputBytes();
    this.#rows = {
      place: new Uint32Array(buffer, columnAt(0), capacity()),
      header: new Uint32Array(buffer, columnAt(1), capacity()),
      identity: new Uint32Array(buffer, columnAt(2), capacity()),
      ttl: new Uint8Array(buffer, columnAt(3), capacity()),
      line: new Uint32Array(buffer, columnAt(4), capacity()),
      uptime: {
        low: new Uint32Array(buffer, columnAt(5), capacity()),
        high: new Uint16Array(buffer, columnAt(6), capacity()),
      },
    };
    for (const [word, told] of telltales) learnTelltale(compiled, word, told);
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
    return this.#answer[answer.line] as number;
  }

  set line(line: number) {
    this.#answer[answer.line] = line;
  }

  get lineStart(): number {
    return this.#answer[answer.lineStart] as number;
  }

  /** Where its `\n` stands. */
  get newline(): number {
    return (this.#answer[answer.lineEnd] as number) - 1;
  }

  /** What it may tell, as bits of `tells`. */
  get tells(): number {
    return this.#answer[answer.tells] as number;
  }

  /** Of an unknown line: behind its prefix. */
  get labelStart(): number {
    return this.#answer[answer.labelStart] as number;
  }

  /** Of an unknown line: where its fields begin, at `IN=`. */
  get fieldsStart(): number {
    return this.#answer[answer.fieldsStart] as number;
  }

  /** Of an unknown line: whether its fields are read, but for names that are not known. It is of IPv4 then. */
  get isRead(): boolean {
    return this.#answer[answer.isRead] === 1;
  }

  /** Of an unknown line that is read: its place; -1 where the label is not known. */
  get place(): number {
    return this.#answer[answer.place] as number;
  }

  /** Copies whole lines from `[start, end)`, as many as there is room for; returns behind them, or `start` for none. */
  load(bytes: Uint8Array, start: number, end: number): number {
    const room = start + this.#inputBytes;
    const stop = room >= end ? end : bytes.subarray(start, room).lastIndexOf(NEWLINE) + 1 + start;
    this.bytes.set(bytes.subarray(start, stop), this.#input);
    this.#answer[answer.lineEnd] = this.#input;
    this.#end = this.#input + stop - start;
    return stop;
  }

  /** Goes on behind the line at which it stopped. */
  scan(): Stop {
    this.#stop = this.#compiled.scan(this.#answer[answer.lineEnd] as number, this.#end);
    return this.#stop;
  }

  /** The rows so far; they are gone afterwards. */
  takeRows(): EventRows {
    const count = this.#answer[answer.rows] as number;
    this.#answer[answer.rows] = 0;
    return { ...this.#rows, count };
  }

  /** Adds an event of the line at which it stopped; there is room for one. */
  append(place: number, header: number, identity: number, ttl: number, uptimeMicroseconds: number): void {
    const rows = this.#rows;
    const row = this.#answer[answer.rows] as number;
    rows.place[row] = place;
    rows.header[row] = header;
    rows.identity[row] = identity;
    rows.ttl[row] = ttl;
    rows.line[row] = this.line;
    setUptime(rows.uptime, row, uptimeMicroseconds);
    this.#answer[answer.rows] = row + 1;
  }

  /** Interns the names of a line that is read, where they are not known. */
  nameUnknown(names: ByteInterner): void {
    let unknown = this.#answer[answer.unknownNames] as number;
    for (; unknown !== 0; unknown &= unknown - 1) {
      const which = 31 - Math.clz32(unknown & -unknown);
      const start = this.#answer[answer.nameStarts + which] as number;
      const end = this.#answer[answer.nameEnds + which] as number;
      const name = names.intern(this.bytes, start, end);
      const field = NAME_FIELDS[which] as number;
      if (field < HEADER_FIELDS) this.header[field] = name;
      else this.identity[field - HEADER_FIELDS] = name;
      this.#compiled.learnNameOf(which, name);
    }
  }

  /** Adds the event of an unknown line that is read, and knows the line from now on. */
  addRead(place: number, header: number, identity: number): void {
    this.#compiled.addStopped(place, header, identity);
  }

  /** Knows the unknown line at which it stopped from now on. */
  learn(place: number, header: number, identity: number, ttl: number, isIpv6: boolean): void {
    this.#compiled.learnStopped(place, header, identity, ttl, Number(isIpv6));
  }

  /** Whether it stopped at an unknown line, of that host, whose label and fields begin at these places of `bytes`. */
  stoppedAt(bytes: Uint8Array, labelStart: number, fieldsStart: number, host: number): boolean {
    return (
      this.#stop === stop.unknown &&
      bytes === this.bytes &&
      labelStart === this.labelStart &&
      fieldsStart === this.fieldsStart &&
      host === this.#host
    );
  }

  /** Whether lines with any prefix are known. */
  get hasPrefix(): boolean {
    return this.#host >= 0;
  }

  /** The host of the lines with the known prefix. */
  get host(): number {
    return this.#host;
  }

  /**
   * Takes the beginning of the line at which it stopped, at `start` of `bytes`, for the prefix of those to come, which
   * are of the same host. Does nothing for a line that is elsewhere.
   */
  learnPrefix(bytes: Uint8Array, start: number, shape: PrefixShape | null, host: number): void {
    if (bytes !== this.bytes || shape === null || shape.length > this.#compiled.longestPrefix()) return;
    const { length, hostStart, hostEnd, clockStart, clockEnd } = shape;
    this.#compiled.learnPrefix(start, length, hostStart, hostEnd, clockStart, clockEnd, host);
    this.#host = host;
  }
}

const NEWLINE = 0x0a;

/** Where the names of assembly/fields.ts go, in their order: fields of the header, and behind them of the identity. */
const NAME_FIELDS: readonly number[] = [0, 1, 2, 3, 10, 4, 5, HEADER_FIELDS + 1];

const free: LineScanner[] = [];

/** What assembly/index.ts exports. */
interface Compiled {
  readonly memory: WebAssembly.Memory;
  answerAt(): number;
  headerAt(): number;
  identityAt(): number;
  inputAt(): number;
  inputBytes(): number;
  capacity(): number;
  columnAt(column: number): number;
  longestPrefix(): number;
  scan(start: number, end: number): Stop;
  addStopped(place: number, header: number, identity: number): void;
  learnStopped(place: number, header: number, identity: number, ttl: number, ipv6: number): void;
  learnNameOf(which: number, name: number): void;
  learnPrefix(
    start: number,
    length: number,
    hostStart: number,
    hostEnd: number,
    clockStart: number,
    clockEnd: number,
    host: number,
  ): void;
  learnTelltale(piece: number, tells: number): number;
  forget(): void;
}

let known: WebAssembly.Module | null = null;

function compiledModule(): WebAssembly.Module {
  known ??= new WebAssembly.Module(moduleBytes);
  return known;
}

function learnTelltale(compiled: Compiled, word: string, told: number): void {
  for (let at = 0; at < 4; at++) {
    let piece = 0;
    for (let i = 3; i >= 0; i--) piece = (piece << 8) | word.charCodeAt(at + i);
    if (compiled.learnTelltale(piece, told) === 0) throw new Error('Two telltales share a slot.');
  }
}
