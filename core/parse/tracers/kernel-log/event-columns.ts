import { grownColumn } from '../../../model/column-memory.ts';
import type { TraceEvents } from '../../../model/trace.ts';
import { deltaNumber, NearNumbersWriter } from '../../../model/delta-column.ts';

/** Some events in columns that may be longer than `count`. */
export interface EventRows {
  readonly count: number;
  readonly place: Uint32Array;
  readonly header: Uint32Array;
  readonly identity: Uint32Array;
  readonly ttl: Uint8Array;
  readonly line: Uint32Array;
  /** In microseconds; NaN where it is not known. */
  readonly uptime: Float64Array;
}

/** The columns of events, as `TraceEvents` has them, while events are added. */
export class EventColumns {
  count = 0;
  /** How many events there may be in the end, as far as anyone can tell; spares the columns some growing. */
  expected = 0;
  #place: Uint16Array | Uint32Array = new Uint16Array(FIRST);
  #header = new Uint32Array(FIRST);
  #identity = new Uint32Array(FIRST);
  #log = new Uint16Array(FIRST);
  readonly #line = new NearNumbersWriter();
  #ttl = new Uint8Array(FIRST);
  readonly #uptime = new NearNumbersWriter();
  #hasLogs = false;

  /** `log`: an index into the bundle's logs. */
  append(
    place: number,
    header: number,
    identity: number,
    ttl: number,
    log: number,
    line: number,
    uptimeMicroseconds: number,
  ): void {
    const event = this.count;
    this.#makeRoom(event + 1, place);
    this.#place[event] = place;
    this.#header[event] = header;
    this.#identity[event] = identity;
    if (log > 0) this.#setLog(log, event, event + 1);
    this.#line.push(line);
    this.#ttl[event] = ttl;
    this.#uptime.push(uptimeMicroseconds);
    this.count++;
  }

  /** `largestPlace`: none of the rows has a place beyond it. */
  appendRows(rows: EventRows, log: number, largestPlace: number): void {
    const { count } = rows;
    const first = this.count;
    this.#makeRoom(first + count, largestPlace);
    this.#place.set(rows.place.subarray(0, count), first);
    this.#header.set(rows.header.subarray(0, count), first);
    this.#identity.set(rows.identity.subarray(0, count), first);
    if (log > 0) this.#setLog(log, first, first + count);
    this.#line.pushAll(rows.line, count);
    this.#ttl.set(rows.ttl.subarray(0, count), first);
    this.#uptime.pushAll(rows.uptime, count);
    this.count += count;
  }

  /** All events so far, with memory of their own. */
  rows(): EventRows {
    const { count, place, header, identity, ttl, line, uptime } = this.columns();
    return {
      count,
      place: new Uint32Array(place),
      header: header.slice(),
      identity: identity.slice(),
      ttl: ttl.slice(),
      line: Uint32Array.from({ length: count }, (_, event) => deltaNumber(line, event)),
      uptime: Float64Array.from({ length: count }, (_, event) => deltaNumber(uptime, event)),
    };
  }

  /** All events so far, as views of the columns. */
  columns(): Pick<
    TraceEvents,
    'count' | 'place' | 'header' | 'identity' | 'log' | 'line' | 'ttl' | 'uptime'
  > {
    const { count } = this;
    return {
      count,
      place: this.#place.subarray(0, count),
      header: this.#header.subarray(0, count),
      identity: this.#identity.subarray(0, count),
      log: this.#log.subarray(0, count),
      line: this.#line.numbers(),
      ttl: this.#ttl.subarray(0, count),
      uptime: this.#uptime.numbers(),
    };
  }

  /** The column is zero to begin with; what is not written to takes no memory. */
  #setLog(log: number, start: number, end: number): void {
    this.#hasLogs = true;
    this.#log.fill(log, start, end);
  }

  #makeRoom(count: number, place: number): void {
    if (place > LARGEST_16 && this.#place instanceof Uint16Array) this.#place = Uint32Array.from(this.#place);
    if (count <= this.#header.length) return;
    const last = Math.max(count, this.expected) - 1;
    this.#place = grownColumn(this.#place, last);
    this.#header = grownColumn(this.#header, last);
    this.#identity = grownColumn(this.#identity, last);
    this.#log = this.#hasLogs ? grownColumn(this.#log, last) : new Uint16Array(this.#header.length);
    this.#line.makeRoom(last + 1);
    this.#ttl = grownColumn(this.#ttl, last);
    this.#uptime.makeRoom(last + 1);
  }
}

const FIRST = 1024;
const LARGEST_16 = 0xffff;
