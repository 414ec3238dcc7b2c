import { portsAt } from './journey-events.ts';
import type { TraceEvents } from './trace.ts';

/** Where packets come from and go to; ports are null for protocols without, ICMP among them. */
export interface FlowEnds {
  readonly src: string;
  readonly dst: string;
  readonly sport: number | null;
  readonly dport: number | null;
}

/** One direction of a connection. */
export interface Flow extends FlowEnds {
  readonly protocol: string;
}

/** The flow that a trace event shows, addresses as the log has them. A journey's first event shows it before NAT. */
export function flowAt(events: TraceEvents, event: number): Flow {
  const { headers, identities, names } = events;
  const header = events.header[event] as number;
  return {
    protocol: names[identities.protocol[events.identity[event] as number] as number] as string,
    src: names[headers.src[header] as number] as string,
    dst: names[headers.dst[header] as number] as string,
    ...portsAt(events, event),
  };
}

/** The flow of the answers, where NAT rewrites nothing. */
export function answerOf({ protocol, src, dst, sport, dport }: Flow): Flow {
  return { protocol, src: dst, dst: src, sport: dport, dport: sport };
}
