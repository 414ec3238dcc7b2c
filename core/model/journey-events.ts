import type { Journeys } from './journey.ts';
import type { TraceEvents } from './trace.ts';

/** The first trace event of a journey. */
export function firstEvent(journeys: Journeys, journey: number): number {
  return journeys.first[journey] as number;
}

/** The last trace event of a journey. */
export function lastEvent(journeys: Journeys, journey: number): number {
  return journeys.last[journey] as number;
}

/** The next trace event of the same journey; -1 after its last. */
export function nextEvent({ toNext }: Pick<Journeys, 'toNext'>, event: number): number {
  const distance = toNext[event] as number;
  return distance === 0 ? -1 : event + distance;
}

/** The trace events of a journey, in log order. */
export function eventsOf(journeys: Journeys, journey: number): readonly number[] {
  const events: number[] = [];
  for (let event = firstEvent(journeys, journey); event >= 0; event = nextEvent(journeys, event))
    events.push(event);
  return events;
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
