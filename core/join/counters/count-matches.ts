import { firstEvent, lastEvent, nextEvent } from '../../model/journey-events.ts';
import type { Journeys, ChainPath } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';

/**
 * How many trace events each place has, and their bytes by IP length; by the places' indexes. Plain lists:
 * V8 boxes what it takes out of a Float64Array, and one boxed count in a row makes it lay out all 100,000 rows anew.
 */
export function countMatches(
  events: TraceEvents,
  journeys: Journeys,
): { readonly packets: readonly number[]; readonly bytes: readonly number[] } {
  const { shapes, places } = journeys;
  const packets = places.map(() => 0);
  const bytes = places.map(() => 0);
  const packetsOfWay = shapes.map(() => 0);
  const bytesOfWay = shapes.map(() => 0);
  const lengthAt = (event: number): number =>
    events.identities.length[events.identity[event] as number] as number;
  for (let journey = 0; journey < journeys.count; journey++) {
    const way = journeys.shape[journey] as number;
    packetsOfWay[way] = (packetsOfWay[way] as number) + 1;
    const first = firstEvent(journeys, journey);
    const length = lengthAt(first);
    // A packet's length changes once at most: TCPMSS makes it longer (rewritten-identity.ts).
    if (length === lengthAt(lastEvent(journeys, journey)))
      bytesOfWay[way] = (bytesOfWay[way] as number) + length;
    else addEach(first);
  }
  // Children come after their parents, so backwards every sum is complete when it is passed on.
  for (let way = shapes.length - 1; way > 0; way--) {
    const { place, parent } = shapes[way] as ChainPath;
    packets[place] = (packets[place] as number) + (packetsOfWay[way] as number);
    bytes[place] = (bytes[place] as number) + (bytesOfWay[way] as number);
    packetsOfWay[parent] = (packetsOfWay[parent] as number) + (packetsOfWay[way] as number);
    bytesOfWay[parent] = (bytesOfWay[parent] as number) + (bytesOfWay[way] as number);
  }
  return { packets, bytes };

  function addEach(first: number): void {
    for (let event = first; event >= 0; event = nextEvent(journeys, event)) {
      const place = events.place[event] as number;
      bytes[place] = (bytes[place] as number) + lengthAt(event);
    }
  }
}
