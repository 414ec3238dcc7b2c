import type { Family } from '../../../model/family.ts';
import type { TraceFields } from '../kernel-log/trace-fields.ts';
import type { Identity, MonitoredHeader } from './header.ts';

/** The fields of an event, with names as `name` interns them: what stays from the packet's identity, the rest from the header that is printed for it. */
export function eventFields(
  name: (text: string | null) => number,
  host: number,
  family: Family,
  identity: Identity,
  header: MonitoredHeader,
  mark: number,
): TraceFields {
  return {
    host,
    family,
    inInterface: name(header.inInterface),
    outInterface: name(header.outInterface),
    physIn: 0,
    physOut: 0,
    dstMac: name(header.dstMac),
    src: name(header.src),
    dst: name(header.dst),
    // xtables-monitor prints no protocol; ports without a TCP flag are nearly always UDP's.
    protocol: name(identity.protocol ?? (header.sport === null ? null : 'udp')),
    sport: header.sport ?? -1,
    dport: header.dport ?? -1,
    tos: header.tos ?? 0,
    mark,
    ttl: header.ttl ?? 0,
    ipId: identity.ipId ?? 0,
    length: identity.length ?? 0,
    fragment: identity.fragment ?? 0,
    seq: identity.icmpSequence ?? 0,
    ack: 0,
    tcpFlags: identity.tcpFlags ?? 0,
    icmpType: identity.icmpType ?? -1,
    icmpCode: identity.icmpCode ?? -1,
    uptimeMicroseconds: NaN,
  };
}
