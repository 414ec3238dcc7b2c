import type { LogEnding, TraceEvents, TracePlace } from '../../../model/trace.ts';
import { EventColumns, type EventRows } from './event-columns.ts';
import {
  HEADER_FIELDS,
  headerColumns,
  IDENTITY_FIELDS,
  identityColumns,
  writeHeader,
  writeIdentity,
} from './header-rows.ts';
import { ByteInterner } from './interner.ts';
import { type PartColumns, PartNumbers } from './part-numbers.ts';
import { RowInterner } from './row-interner.ts';
import type { Rows } from './row-list.ts';
import { readPlace } from './printed-place.ts';
import type { TraceFields } from './trace-fields.ts';

/** Collects the trace events of all logs of a bundle. */
export class TraceColumns {
  readonly names = new ByteInterner(['']);
  readonly logs: string[] = [];
  readonly logEndings: (LogEnding | undefined)[] = [];
  readonly #placeNames = new ByteInterner();
  readonly #placeRows = new RowInterner(3);
  /** For each row of `#placeRows` the place's index; -1 for words that are no place. */
  readonly #placeIds: number[] = [];
  readonly #places: TracePlace[] = [];
  /** The indexes of `#places` by `placeKey`. */
  readonly #placedIds = new Map<string, number>();
  readonly #headers: Rows;
  readonly #identities: Rows;
  /** The row that is looked up. */
  readonly #row = new Int32Array(IDENTITY_FIELDS);
  readonly #events = new EventColumns();

  /** `rowsOf`: what to keep headers and identities in. Only where equal ones have one number can journeys be joined. */
  constructor(rowsOf: (width: number) => Rows = (width) => new RowInterner(width)) {
    this.#headers = rowsOf(HEADER_FIELDS);
    this.#identities = rowsOf(IDENTITY_FIELDS);
  }

  get count(): number {
    return this.#events.count;
  }

  /** How many events there may be in the end, as far as anyone can tell. */
  set expected(events: number) {
    this.#events.expected = events;
    const more = this.count === 0 ? 0 : events / this.count;
    this.#headers.expect(Math.ceil(this.#headers.count * more * ROOM));
    this.#identities.expect(Math.ceil(this.#identities.count * more * ROOM));
  }

  /** The names of the hosts that lines were of so far; '' for lines that named none. */
  hosts(): readonly string[] {
    return [...new Set(this.#places.map(({ host }) => host))];
  }

  /** Packets told apart so far by their header alone. */
  get identities(): number {
    return this.#identities.count;
  }

  /**
   * Adds one event of a tracer that names its place in words of its own. `traceId` is the tracer's name of the packet,
   * an index into `names` (0: none); `fields.host` is the place's host.
   */
  addPlaced(place: number, traceId: number, line: number, fields: TraceFields): void {
    const identity = this.internIdentity(fields, traceId);
    this.append(place, this.internHeader(fields), identity, fields.ttl, line, fields.uptimeMicroseconds);
  }

  /** The number of a place that a tracer names in words of its own. */
  internPlaced(place: TracePlace): number {
    const key = placeKey(place);
    const known = this.#placedIds.get(key);
    if (known !== undefined) return known;
    const id = this.#places.push(place) - 1;
    this.#placedIds.set(key, id);
    return id;
  }

  /** Adds one event: numbers that `internPlace`, `internHeader` and `internIdentity` gave. */
  append(
    place: number,
    header: number,
    identity: number,
    ttl: number,
    line: number,
    uptimeMicroseconds: number,
  ): void {
    this.#events.append(place, header, identity, ttl, this.logs.length - 1, line, uptimeMicroseconds);
  }

  /** Adds such events. */
  appendRows(rows: EventRows): void {
    this.#events.appendRows(rows, this.logs.length - 1, this.#places.length - 1);
  }

  /** The number of the place `filter:FORWARD:rule:2` in `[start, end)`; -1 where that is no place. */
  internPlace(bytes: Uint8Array, start: number, end: number, host: number, ipv6: number): number {
    const name = this.#placeNames.intern(bytes, start, end);
    const row = this.#row;
    row[0] = name;
    row[1] = host;
    row[2] = ipv6;
    const known = this.#placeRows.count;
    const id = this.#placeRows.intern(row);
    if (id === known) {
      const place = readPlace(this.#placeNames.texts[name] as string);
      const family = ipv6 === 1 ? 'ipv6' : 'ipv4';
      const tableFamily = ipv6 === 1 ? 'ip6' : 'ip';
      this.#placeIds.push(
        place === null
          ? -1
          : this.internPlaced({
              host: this.names.texts[host] as string,
              tracer: 'trace',
              family,
              tableFamily,
              ...place,
              printed: null,
            }),
      );
    }
    return this.#placeIds[id] as number;
  }

  internHeader(fields: TraceFields): number {
    writeHeader(fields, this.#row);
    return this.#headers.intern(this.#row);
  }

  internIdentity(fields: TraceFields, traceId = 0): number {
    writeIdentity(fields, traceId, this.#row);
    return this.#identities.intern(this.#row);
  }

  /** The numbers of the first `count` headers, rows as header-rows.ts writes them; the same for identities. */
  internHeaders(rows: Int32Array, count: number, numbers: Int32Array): void {
    this.#headers.internAll(rows, count, numbers);
  }

  internIdentities(rows: Int32Array, count: number, numbers: Int32Array): void {
    this.#identities.internAll(rows, count, numbers);
  }

  /** All events so far, to be added to other columns. */
  part(): PartColumns {
    return {
      names: this.names.pooled(),
      places: this.#places,
      headers: this.#headers.rows(),
      identities: this.#identities.rows(),
      events: this.#events.rows(),
    };
  }

  /**
   * Adds the events of the next part of a log, whose first line is number `linesBefore` + 1, but for those of places
   * that are left out. Everything gets the number that it would have got here: it is met in the same order. The part is
   * used up. Returns how many were left out.
   */
  addPart(part: PartColumns, linesBefore: number, isLeftOut: (place: TracePlace) => boolean): number {
    const { events } = part;
    const { count, place, header, identity, ttl, line, uptime } = events;
    const numbers = new PartNumbers(part, {
      names: this.names,
      headers: this.#headers,
      identities: this.#identities,
    });
    const places = new Int32Array(part.places.length).fill(UNMET);
    let kept = 0;
    for (let event = 0; event < count; event++) {
      const own = place[event] as number;
      if (places[own] === UNMET) {
        const told = part.places[own] as TracePlace;
        places[own] = isLeftOut(told) ? LEFT_OUT : this.internPlaced(told);
      }
      if (places[own] === LEFT_OUT) continue;
      place[kept] = places[own] as number;
      header[kept] = numbers.header(header[event] as number, identity[event] as number);
      identity[kept] = numbers.identity(identity[event] as number);
      ttl[kept] = ttl[event] as number;
      line[kept] = linesBefore + (line[event] as number);
      uptime[kept] = uptime[event] as number;
      kept++;
    }
    this.appendRows({ ...events, count: kept });
    return count - kept;
  }

  /** All events so far. The columns are views: nothing may be added afterwards. */
  finish(): TraceEvents {
    return {
      ...this.#events.columns(),
      logs: this.logs,
      logEndings: this.logEndings,
      places: this.#places,
      headers: headerColumns(this.#headers),
      identities: identityColumns(this.#identities),
      names: this.names.finish(),
    };
  }
}

/** Equal for equal places. Those of TRACE, by far the most, are told by a few of their words. */
function placeKey(place: TracePlace): string {
  const { tracer, host, family, table, chain, kind, number } = place;
  return tracer === 'trace'
    ? `${host}\0${family}\0${table}\0${chain}\0${kind}\0${number}`
    : JSON.stringify(place);
}

/** A log is not the same all over: so much more than its beginning tells. */
const ROOM = 1.1;
/** Of a part's place: no event has had it yet; its events are left out. */
const UNMET = -1;
const LEFT_OUT = -2;
