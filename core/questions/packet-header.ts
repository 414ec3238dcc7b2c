import type { PacketHeader } from '../model/packet-story.ts';
import type { Journeys, ChainPath } from '../model/journey.ts';
import { eventsOf } from '../model/journey-events.ts';
import { stepsOf } from '../model/shape-steps.ts';
import type { TraceEvents } from '../model/trace.ts';

/** The header at one trace event. */
export function packetHeader(events: TraceEvents, event: number): PacketHeader {
  const { headers, identities, names } = events;
  const header = events.header[event] as number;
  const identity = events.identity[event] as number;
  const name = (column: ArrayLike<number>): string => names[column[header] as number] as string;
  const icmp = (value: number): number | null => (value < 0 ? null : value);
  return {
    inInterface: name(headers.inInterface),
    outInterface: name(headers.outInterface),
    src: name(headers.src),
    dst: name(headers.dst),
    protocol: names[identities.protocol[identity] as number] as string,
    sport: headers.sport[header] as number,
    dport: headers.dport[header] as number,
    icmpType: icmp(identities.icmpType[identity] as number),
    icmpCode: icmp(identities.icmpCode[identity] as number),
    ipId: identities.ipId[identity] as number,
    ttl: events.ttl[event] as number,
    lengthBytes: identities.length[identity] as number,
    mark: headers.mark[header] as number,
    tos: headers.tos[header] as number,
    tcp:
      names[identities.protocol[identity] as number] === 'tcp'
        ? {
            seq: identities.seq[identity] as number,
            ack: identities.ack[identity] as number,
            flags: identities.tcpFlags[identity] as number,
          }
        : null,
    fragment: identities.fragment[identity] as number,
    dstMac: name(headers.dstMac),
  };
}

/** The ports; null for protocols without, ICMP among them. */
export function portsOf({ sport, dport, icmpType }: PacketHeader): {
  sport: number | null;
  dport: number | null;
} {
  const port = (value: number): number | null => (value < 0 || icmpType !== null ? null : value);
  return { sport: port(sport), dport: port(dport) };
}

/** The id of an ICMP echo; null for other packets. */
export function icmpIdOf({ sport, icmpType }: PacketHeader): number | null {
  return icmpType !== null && sport >= 0 ? sport : null;
}

/** The steps of a packet, first to last, each with its trace event. */
export function wayOf(journeys: Journeys, packet: number): readonly { event: number; shape: ChainPath }[] {
  const steps = stepsOf(journeys.shapes, journeys.shape[packet] as number);
  return eventsOf(journeys, packet).map((event, index) => ({ event, shape: steps[index] as ChainPath }));
}
