import type { Family } from '../../model/family.ts';
import type { Hook } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { type MatchPacket, unknownPacket } from './match-packet.ts';
import { portsAt } from '../../model/journey-events.ts';

/** TOS= and PREC= of a trace line; the two ECN bits below are not shown in full. */
const TOS_BITS = 0xfc;

/** The packet as it was at one trace event, as far as the line tells. `hook` is null where it is not known. */
export function tracedPacket(events: TraceEvents, event: number, hook: Hook | null): MatchPacket {
  const { headers, identities, names } = events;
  const header = events.header[event] as number;
  const identity = events.identity[event] as number;
  const place = events.places[events.place[event] as number];
  const family: Family = place?.family ?? 'ipv4';
  const name = (column: ArrayLike<number>): string => names[column[header] as number] as string;
  const protocol = names[identities.protocol[identity] as number] as string;
  const icmpType = identities.icmpType[identity] as number;
  const incoming = name(headers.inInterface);
  return {
    ...unknownPacket(family),
    protocol,
    src: name(headers.src),
    dst: name(headers.dst),
    ...portsAt(events, event),
    icmpType: icmpType < 0 ? null : icmpType,
    icmpCode: icmpType < 0 ? null : (identities.icmpCode[identity] as number),
    // Older kernels leave IN= empty in POSTROUTING lines of forwarded packets.
    inInterface: incoming === '' && hook !== 'output' ? null : incoming,
    outInterface: name(headers.outInterface),
    physIn: name(headers.physIn),
    physOut: hook === 'forward' || hook === 'postrouting' ? name(headers.physOut) : null,
    mark: headers.mark[header] as number,
    tos: (headers.tos[header] as number) & TOS_BITS,
    ttl: events.ttl[event] as number,
    length: identities.length[identity] as number,
    tcpFlags: protocol === 'tcp' ? (identities.tcpFlags[identity] as number) : null,
    fragmentOffset: ((identities.fragment[identity] as number) >> 3) & 0x1fff,
    // The nat chains see only packets that begin a connection.
    ctstates: place?.table === 'nat' ? ['NEW', 'RELATED'] : null,
  };
}
