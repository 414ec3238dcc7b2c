import type { TraceEvents, TracePlace } from '../../model/trace.ts';
import { EventColumns, type EventRows } from './event-columns.ts';
import {
  HEADER_FIELDS,
  HEADER_NAMES,
  headerColumns,
  IDENTITY_FIELDS,
  IDENTITY_NAMES,
  identityColumns,
  writeHeader,
  writeIdentity,
} from './header-rows.ts';
import { ByteInterner, RowInterner } from './interner.ts';
import { readPlace } from './printed-place.ts';
import type { TraceFields } from './trace-fields.ts';

/** Trace columns as they are; rows of headers and identities one behind the other. */
export interface PartColumns {
  readonly names: { readonly bytes: Uint8Array; readonly starts: Uint32Array };
  readonly places: readonly TracePlace[];
  readonly headers: Int32Array;
  readonly identities: Int32Array;
  readonly events: EventRows;
}

/** Collects the trace events of all logs of a bundle. */
export class TraceColumns {
  readonly names = new ByteInterner(['']);
  readonly logs: string[] = [];
  readonly #placeNames = new ByteInterner();
  readonly #placeRows = new RowInterner(3);
  /** For each row of `#placeRows` the place's index; -1 for words that are no place. */
  readonly #placeIds: number[] = [];
  readonly #places: TracePlace[] = [];
  /** The indexes of `#places` by `placeKey`. */
  readonly #placedIds = new Map<string, number>();
  readonly #headers = new RowInterner(HEADER_FIELDS);
  readonly #identities = new RowInterner(IDENTITY_FIELDS);
  /** The row that is looked up. */
  readonly #row = new Int32Array(IDENTITY_FIELDS);
  readonly #events = new EventColumns();

  get count(): number {
    return this.#events.count;
  }

  /** How many events there may be in the end, as far as anyone can tell. */
  set expected(events: number) {
    this.#events.expected = events;
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
  addPlaced(place: TracePlace, traceId: number, line: number, fields: TraceFields): void {
    const id = this.internPlaced(place);
    const identity = this.internIdentity(fields, traceId);
    this.append(id, this.internHeader(fields), identity, fields.ttl, line, fields.uptimeMicroseconds);
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

  /** The same of rows as header-rows.ts writes them. */
  internHeaderRow(row: Int32Array): number {
    return this.#headers.intern(row);
  }

  internIdentityRow(row: Int32Array): number {
    return this.#identities.intern(row);
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
   * Adds the events of the next part of a log, whose first line is number `linesBefore` + 1. Everything gets the number
   * that it would have got here: it is met in the same order. The part is used up. Returns the numbers of its names.
   */
  addPart(part: PartColumns, linesBefore: number): Uint32Array {
    const names = this.#addNames(part.names);
    const places = Uint32Array.from(part.places, (place) => this.internPlaced(place));
    const headers = addRows(this.#headers, part.headers, HEADER_FIELDS, names, HEADER_NAMES);
    const identities = addRows(this.#identities, part.identities, IDENTITY_FIELDS, names, IDENTITY_NAMES);
    const { events } = part;
    renumber(events.place, places);
    renumber(events.header, headers);
    renumber(events.identity, identities);
    for (let event = 0; event < events.count; event++) {
      events.line[event] = linesBefore + (events.line[event] as number);
    }
    this.appendRows(events);
    return names;
  }

  #addNames({ bytes, starts }: PartColumns['names']): Uint32Array {
    const names = new Uint32Array(starts.length - 1);
    for (let name = 0; name < names.length; name++) {
      names[name] = this.names.intern(bytes, starts[name] as number, starts[name + 1] as number);
    }
    return names;
  }

  /** All events so far. The columns are views: nothing may be added afterwards. */
  finish(): TraceEvents {
    return {
      ...this.#events.columns(),
      logs: this.logs,
      places: this.#places,
      headers: headerColumns(this.#headers),
      identities: identityColumns(this.#identities),
      names: this.names.texts,
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

/** Interns a part's rows; the fields in `named` are names, whose numbers here are in `names`. Returns the rows' numbers. */
function addRows(
  interner: RowInterner,
  rows: Int32Array,
  width: number,
  names: Uint32Array,
  named: readonly number[],
): Uint32Array {
  const numbers = new Uint32Array(rows.length / width);
  for (let row = 0, start = 0; row < numbers.length; row++, start += width) {
    for (const field of named) rows[start + field] = names[rows[start + field] as number] as number;
    numbers[row] = interner.intern(rows, start);
  }
  return numbers;
}

function renumber(column: Uint32Array, numbers: Uint32Array): void {
  for (let i = 0; i < column.length; i++) column[i] = numbers[column[i] as number] as number;
}
