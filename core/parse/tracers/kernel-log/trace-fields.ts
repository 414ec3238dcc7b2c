import type { Family } from '../../../model/family.ts';

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
