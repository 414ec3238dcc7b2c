import type { Journeys } from './journey.ts';
import type { TraceEvents } from './trace.ts';

/** The first trace event of a journey. */
export function firstEvent(journeys: Journeys, journey: number): number {
  return journeys.events[journeys.start[journey] as number] as number;
}

/** The last trace event of a journey. */
export function lastEvent(journeys: Journeys, journey: number): number {
  return journeys.events[(journeys.start[journey + 1] as number) - 1] as number;
}

/** The ports at one trace event; null for protocols without, ICMP among them, whose echo id stands in their place. */
export function portsAt(
  { header, identity, headers, identities }: TraceEvents,
  event: number,
): { readonly sport: number | null; readonly dport: number | null } {
  const icmp = (identities.icmpType[identity[event] as number] as number) >= 0;
  const port = (column: Int32Array): number | null => {
    const value = column[header[event] as number] as number;
    return icmp || value < 0 ? null : value;
  };
  return { sport: port(headers.sport), dport: port(headers.dport) };
}
