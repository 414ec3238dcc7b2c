import { releaseColumns } from '../../../model/column-memory.ts';
import type { HeaderColumns, IdentityColumns, NumberColumn } from '../../../model/trace.ts';
import type { Rows } from './row-list.ts';
import type { TraceFields } from './trace-fields.ts';

/**
 * Headers and identities as the rows in which they are interned. assembly/fields.ts writes such rows, too, and has the
 * same order.
 */
export const HEADER_FIELDS = 11;
export const IDENTITY_FIELDS = 12;

/** Which fields of a header are names, and which of an identity, in the order in which a line prints them. */
export const HEADER_NAMES: readonly number[] = [0, 1, 2, 3, 10, 4, 5];
export const IDENTITY_NAMES: readonly number[] = [0, 1, 11];
export const IDENTITY_HOST = 0;

export function writeHeader(fields: TraceFields, row: Int32Array): void {
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
}

export function writeIdentity(fields: TraceFields, traceId: number, row: Int32Array): void {
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
}

/** The rows are used up. */
export function headerColumns(rows: Rows): HeaderColumns {
  const columns = rows.columns();
  const column = (index: number) => columns[index] as NumberColumn;
  return {
    count: rows.count,
    inInterface: column(0),
    outInterface: column(1),
    physIn: column(2),
    physOut: column(3),
    src: column(4),
    dst: column(5),
    sport: as(Int32Array, column(6)),
    dport: as(Int32Array, column(7)),
    tos: as(Uint8Array, column(8)),
    mark: column(9),
    dstMac: column(10),
  };
}

/** The rows are used up. */
export function identityColumns(rows: Rows): IdentityColumns {
  const columns = rows.columns();
  const column = (index: number) => columns[index] as NumberColumn;
  return {
    count: rows.count,
    host: column(0),
    protocol: column(1),
    ipId: column(2),
    length: column(3),
    fragment: column(4),
    seq: column(5),
    ack: column(6),
    tcpFlags: as(Uint8Array, column(7)),
    icmpType: as(Int16Array, column(8)),
    icmpCode: as(Int16Array, column(9)),
    traceId: column(11),
  };
}

/** The column in another type; it is used up. */
function as<C extends Uint8Array | Int16Array | Int32Array>(
  type: new (column: NumberColumn) => C,
  column: NumberColumn,
): C {
  const copy = new type(column);
  releaseColumns(column);
  return copy;
}
