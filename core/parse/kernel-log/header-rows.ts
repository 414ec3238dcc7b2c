import type { HeaderColumns, IdentityColumns } from '../../model/trace.ts';
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

export function headerColumns(rows: Rows): HeaderColumns {
  return {
    count: rows.count,
    inInterface: rows.column(0),
    outInterface: rows.column(1),
    physIn: rows.column(2),
    physOut: rows.column(3),
    src: rows.column(4),
    dst: rows.column(5),
    sport: new Int32Array(rows.column(6)),
    dport: new Int32Array(rows.column(7)),
    tos: new Uint8Array(rows.column(8)),
    mark: rows.column(9),
    dstMac: rows.column(10),
  };
}

export function identityColumns(rows: Rows): IdentityColumns {
  return {
    count: rows.count,
    host: rows.column(0),
    protocol: rows.column(1),
    ipId: rows.column(2),
    length: rows.column(3),
    fragment: rows.column(4),
    seq: rows.column(5),
    ack: rows.column(6),
    tcpFlags: new Uint8Array(rows.column(7)),
    icmpType: new Int16Array(rows.column(8)),
    icmpCode: new Int16Array(rows.column(9)),
    traceId: rows.column(11),
  };
}
