import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import { tracedPacket } from '../../kernel/match/traced-packet.ts';
import type { Journeys, ChainPath } from '../../model/journey.ts';
import { eventsOf, firstEvent, nextEvent } from '../../model/journey-events.ts';
import { stepsOf } from '../../model/shape-steps.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** How many different headers of packets that met a place are kept to try rules on. */
const MOST_EXAMPLES = 24;

/** For each place the first packets with different headers that met it, as they were there. */
export function examplesAtPlaces(
  events: TraceEvents,
  journeys: Journeys,
): readonly (readonly MatchPacket[])[] {
  const examples = journeys.places.map(() => new Map<number, MatchPacket>());
  /** By shape: 1 where every place on the way has its examples. */
  const isDone = new Uint8Array(journeys.shapes.length);
  for (let journey = 0; journey < journeys.count; journey++) {
    const shape = journeys.shape[journey] as number;
    if (isDone[shape] === 1) continue;
    const steps = stepsOf(journeys.shapes, shape);
    let done = 1;
    eventsOf(journeys, journey).forEach((event, index) => {
      const own = examples[events.place[event] as number] as Map<number, MatchPacket>;
      if (own.size === MOST_EXAMPLES) return;
      const header = events.header[event] as number;
      if (!own.has(header)) own.set(header, tracedPacket(events, event, (steps[index] as ChainPath).hook));
      if (own.size < MOST_EXAMPLES) done = 0;
    });
    isDone[shape] = done;
  }
  return examples.map((own) => [...own.values()]);
}

/** For each place the destinations (`address port`) that packets had at their next line, where it was rewritten. */
export function rewritesAtPlaces(events: TraceEvents, journeys: Journeys): readonly ReadonlySet<string>[] {
  const rewritten = journeys.places.map(() => new Set<string>());
  const { header, headers, names, place } = events;
  for (let journey = 0; journey < journeys.count; journey++) {
    let event = firstEvent(journeys, journey);
    for (let next = nextEvent(journeys, event); next >= 0; next = nextEvent(journeys, event)) {
      const before = header[event] as number;
      const after = header[next] as number;
      if (headers.dst[before] !== headers.dst[after] || headers.dport[before] !== headers.dport[after])
        rewritten[place[event] as number]?.add(
          `${names[headers.dst[after] as number]} ${headers.dport[after]}`,
        );
      event = next;
    }
  }
  return rewritten;
}

/** The same for some places before lines are tied to packets, and how many lines each has; counted when first asked. */
export function headersAtPlaces(
  events: TraceEvents,
  wanted: readonly number[],
): (place: number) => { readonly examples: readonly MatchPacket[]; readonly packets: number } {
  let found: ReadonlyMap<number, { examples: Map<number, MatchPacket>; packets: number }> | null = null;
  return (place) => {
    const own = (found ??= lookThrough()).get(place);
    return { examples: [...(own?.examples.values() ?? [])], packets: own?.packets ?? 0 };
  };

  function lookThrough(): ReadonlyMap<number, { examples: Map<number, MatchPacket>; packets: number }> {
    const all = new Map(
      wanted.map((place) => [place, { examples: new Map<number, MatchPacket>(), packets: 0 }]),
    );
    for (let event = 0; event < events.count; event++) {
      const own = all.get(events.place[event] as number);
      if (own === undefined) continue;
      own.packets++;
      const header = events.header[event] as number;
      if (own.examples.size < MOST_EXAMPLES && !own.examples.has(header))
        own.examples.set(header, tracedPacket(events, event, null));
    }
    return all;
  }
}
