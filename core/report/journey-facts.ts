import type { Journeys, ChainPath } from '../model/journey.ts';
import { eventsOf } from '../model/journey-events.ts';
import { stepsOf } from '../model/shape-steps.ts';
import type { TraceEvents } from '../model/trace.ts';

/** A packet's header at one trace event, in plain words. */
export interface PacketHeader {
  readonly inInterface: string;
  readonly outInterface: string;
  readonly src: string;
  readonly dst: string;
  readonly protocol: string;
  /** -1 for none; of an ICMP echo, the ICMP id. */
  readonly sport: number;
  readonly dport: number;
  /** Null for packets that are not ICMP. */
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
  readonly ipId: number;
  readonly ttl: number;
  readonly lengthBytes: number;
  readonly mark: number;
  readonly tos: number;
}

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
