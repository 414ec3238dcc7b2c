import type { Family } from '../../model/family.ts';
import type {
  HeaderColumns,
  IdentityColumns,
  PlaceKind,
  TraceEvents,
  TracePlace,
} from '../../model/trace.ts';
import { ByteInterner, grown, RowInterner } from './interner.ts';

/** The fields of one trace line, as numbers; names are interned in `TraceColumns.names`. */
export interface TraceFields {
  host: number;
  family: Family;
  inInterface: number;
  outInterface: number;
  physIn: number;
  physOut: number;
  dstMac: number;
  src: number;
  dst: number;
  protocol: number;
  sport: number;
  dport: number;
  tos: number;
  mark: number;
  ttl: number;
  ipId: number;
  length: number;
  fragment: number;
  seq: number;
  ack: number;
  tcpFlags: number;
  icmpType: number;
  icmpCode: number;
  /** NaN where the line has none. */
  uptimeMicroseconds: number;
}

/** Trace columns as they are, their interned tables column by column. */
export interface PartColumns {
  readonly names: { readonly bytes: Uint8Array; readonly starts: Uint32Array };
  readonly places: readonly TracePlace[];
  readonly headers: readonly Uint32Array[];
  readonly identities: readonly Uint32Array[];
  readonly place: Uint32Array;
  readonly header: Uint32Array;
  readonly identity: Uint32Array;
  readonly line: Uint32Array;
  readonly ttl: Uint8Array;
  readonly uptimeMicroseconds: Float64Array;
}

/** Collects the trace events of all logs of a bundle. */
export class TraceColumns {
  count = 0;
  /** How many events there may be in the end, as far as anyone can tell; spares the columns some growing. */
  expected = 0;
  readonly names = new ByteInterner(['']);
  readonly logs: string[] = [];
  readonly #placeNames = new ByteInterner();
  readonly #placeRows = new RowInterner(3);
  /** For each row of `#placeRows` the place's index; -1 for words that are no place. */
  readonly #placeIds: number[] = [];
  readonly #places: TracePlace[] = [];
  /** The indexes of `#places` by `placeKey`. */
  readonly #placedIds = new Map<string, number>();
  readonly #headers = new RowInterner(11);
  readonly #identities = new RowInterner(12);
  #place = new Uint32Array(1024);
  #header = new Uint32Array(1024);
  #identity = new Uint32Array(1024);
  #log = new Uint16Array(1024);
  #line = new Uint32Array(1024);
  #ttl = new Uint8Array(1024);
  #uptime = new Float64Array(1024);

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
    const event = this.count++;
    if (event >= this.#place.length) this.#grow(event);
    this.#place[event] = place;
    this.#header[event] = header;
    this.#identity[event] = identity;
    // The column is zero to begin with; what is not written to takes no memory.
    if (this.logs.length > 1) this.#log[event] = this.logs.length - 1;
    this.#line[event] = line;
    this.#ttl[event] = ttl;
    this.#uptime[event] = uptimeMicroseconds;
  }

  #grow(event: number): void {
    const last = Math.max(event, this.expected - 1);
    this.#place = grown(this.#place, last);
    this.#header = grown(this.#header, last);
    this.#identity = grown(this.#identity, last);
    const hasLogs = this.logs.length > 1;
    this.#log = hasLogs ? grown(this.#log, last) : new Uint16Array(this.#place.length);
    this.#line = grown(this.#line, last);
    this.#ttl = grown(this.#ttl, last);
    this.#uptime = grown(this.#uptime, last);
  }

  /** The number of the place `filter:FORWARD:rule:2` in `[start, end)`; -1 where that is no place. */
  internPlace(bytes: Uint8Array, start: number, end: number, host: number, ipv6: number): number {
    const row = this.#placeRows.row;
    row[0] = this.#placeNames.intern(bytes, start, end);
    row[1] = host;
    row[2] = ipv6;
    const known = this.#placeRows.count;
    const id = this.#placeRows.intern();
    if (id === known) {
      const place = readPlace(this.#placeNames.texts[row[0]] as string);
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
    const row = this.#headers.row;
    row[0] = fields.inInterface;
    row[1] = fields.outInterface;
    row[2] = fields.physIn;
    row[3] = fields.physOut;
    row[4] = fields.src;
    row[5] = fields.dst;
    row[6] = fields.sport;
    row[7] = fields.dport;
    row[8] = fields.tos;
    row[9] = fields.mark;
    row[10] = fields.dstMac;
    return this.#headers.intern();
  }

  internIdentity(fields: TraceFields, traceId = 0): number {
    const row = this.#identities.row;
    row[0] = fields.host;
    row[1] = fields.protocol;
    row[2] = fields.ipId;
    row[3] = fields.length;
    row[4] = fields.fragment;
    row[5] = fields.seq;
    row[6] = fields.ack;
    row[7] = fields.tcpFlags;
    row[8] = fields.icmpType;
    row[9] = fields.icmpCode;
    row[10] = fields.family === 'ipv6' ? 1 : 0;
    row[11] = traceId;
    return this.#identities.intern();
  }

  /** All events so far, to be added to other columns. */
  part(): PartColumns {
    const { count } = this;
    return {
      names: this.names.pooled(),
      places: this.#places,
      headers: rowsOf(this.#headers),
      identities: rowsOf(this.#identities),
      place: this.#place.slice(0, count),
      header: this.#header.slice(0, count),
      identity: this.#identity.slice(0, count),
      line: this.#line.slice(0, count),
      ttl: this.#ttl.slice(0, count),
      uptimeMicroseconds: this.#uptime.slice(0, count),
    };
  }

  /**
   * Adds the events of the next part of a log, whose first line is number `linesBefore` + 1. Everything gets the number
   * that it would have got here: it is met in the same order. Returns the numbers of the part's names.
   */
  addPart(part: PartColumns, linesBefore: number): Uint32Array {
    const names = this.#addNames(part.names);
    const places = Uint32Array.from(part.places, (place) => this.internPlaced(place));
    const headers = addRows(this.#headers, part.headers, names, HEADER_NAMES);
    const identities = addRows(this.#identities, part.identities, names, IDENTITY_NAMES);
    const { place, header, identity, line, ttl, uptimeMicroseconds } = part;
    for (let event = 0; event < place.length; event++) {
      this.append(
        places[place[event] as number] as number,
        headers[header[event] as number] as number,
        identities[identity[event] as number] as number,
        ttl[event] as number,
        linesBefore + (line[event] as number),
        uptimeMicroseconds[event] as number,
      );
    }
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
      count: this.count,
      place: this.#place.subarray(0, this.count),
      header: this.#header.subarray(0, this.count),
      identity: this.#identity.subarray(0, this.count),
      log: this.#log.subarray(0, this.count),
      line: this.#line.subarray(0, this.count),
      ttl: this.#ttl.subarray(0, this.count),
      uptimeMicroseconds: this.#uptime.subarray(0, this.count),
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

/** Which columns of a header are names, and which of an identity: see `internHeader` and `internIdentity`. */
const HEADER_NAMES: readonly number[] = [0, 1, 2, 3, 4, 5, 10];
const IDENTITY_NAMES: readonly number[] = [0, 1, 11];

function rowsOf({ columns, count }: RowInterner): readonly Uint32Array[] {
  return columns.map((column) => column.slice(0, count));
}

/** Interns a part's rows; those in `named` are names, whose numbers here are in `names`. Returns the rows' numbers. */
function addRows(
  rows: RowInterner,
  columns: readonly Uint32Array[],
  names: Uint32Array,
  named: readonly number[],
): Uint32Array {
  for (const index of named) {
    const column = columns[index] as Uint32Array;
    for (let row = 0; row < column.length; row++) column[row] = names[column[row] as number] as number;
  }
  const numbers = new Uint32Array(columns[0]?.length ?? 0);
  for (let row = 0; row < numbers.length; row++) {
    for (let index = 0; index < columns.length; index++) {
      rows.row[index] = (columns[index] as Uint32Array)[row] as number;
    }
    numbers[row] = rows.intern();
  }
  return numbers;
}

/** `filter:FORWARD:rule:2`; a chain's name may hold any byte but a space, colons included. */
function readPlace(text: string): { table: string; chain: string; kind: PlaceKind; number: number } | null {
  const found = /^([^:]+):(.+):(rule|return|policy):(\d{1,9})$/.exec(text);
  if (found === null) return null;
  return {
    table: found[1] as string,
    chain: found[2] as string,
    kind: found[3] as PlaceKind,
    number: Number(found[4]),
  };
}

function headerColumns({ columns, count }: RowInterner): HeaderColumns {
  const column = (index: number): Uint32Array => (columns[index] as Uint32Array).subarray(0, count);
  return {
    count,
    inInterface: column(0),
    outInterface: column(1),
    physIn: column(2),
    physOut: column(3),
    src: column(4),
    dst: column(5),
    // The same 32 bits, with a sign.
    sport: new Int32Array(column(6).buffer, 0, count),
    dport: new Int32Array(column(7).buffer, 0, count),
    tos: new Uint8Array(column(8)),
    mark: column(9),
    dstMac: column(10),
  };
}

function identityColumns({ columns, count }: RowInterner): IdentityColumns {
  const column = (index: number): Uint32Array => (columns[index] as Uint32Array).subarray(0, count);
  return {
    count,
    host: column(0),
    protocol: column(1),
    ipId: column(2),
    length: column(3),
    fragment: column(4),
    seq: column(5),
    ack: column(6),
    tcpFlags: new Uint8Array(column(7)),
    icmpType: new Int16Array(column(8)),
    icmpCode: new Int16Array(column(9)),
    traceId: column(11),
  };
}
