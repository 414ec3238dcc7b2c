import type { Hook } from '../../model/verdict.ts';
import type { Journeys } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { type JourneyEnd, journeyEndOf } from '../endings/journey-end.ts';

/** Which packets of a host are counted: those last seen on one of these hooks for which `isOne` holds. */
export interface EndingsAsked {
  readonly host: string;
  /** Names the question: it is answered once for each host. */
  readonly name: string;
  readonly hooks: readonly Hook[];
  readonly isOne: (ending: JourneyEnd) => boolean;
}

/** How many packets of the log ended so: what the kernel counted of a drop is held against it. */
export type CountEndings = (asked: EndingsAsked) => number;

/** Looks through the journeys when a question is asked first. */
export function endingCounts(events: TraceEvents, journeys: Journeys): CountEndings {
  const known = new Map<string, number>();
  return ({ host, name, hooks, isOne }) => {
    const key = `${host}\0${name}`;
    let count = known.get(key);
    if (count === undefined) {
      count = 0;
      for (let journey = 0; journey < journeys.count; journey++) {
        const shape = journeys.shapes[journeys.shape[journey] as number];
        if (shape?.hook === null || shape === undefined || !hooks.includes(shape.hook)) continue;
        if (journeys.places[shape.place]?.place.host !== host) continue;
        if (isOne(journeyEndOf(events, journeys, journey))) count++;
      }
      known.set(key, count);
    }
    return count;
  };
}
