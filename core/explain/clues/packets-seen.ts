import { headerAt, type SeenHeader } from '../seen-header.ts';
import { dispositions, type Disposition } from '../../model/disposition.ts';
import { firstEvent, lastEvent } from '../../model/journey-events.ts';
import type { Outcomes } from '../../model/analysis.ts';
import type { ChainPath, Journeys } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** A packet of the log at its first line and at its last. */
export interface SeenJourney {
  readonly journey: number;
  readonly host: string;
  readonly disposition: Disposition;
  readonly protocol: string;
  readonly tcpFlags: number;
  readonly seq: number;
  readonly end: ChainPath;
  readonly first: SeenHeader;
  readonly last: SeenHeader;
}

/** The packets of the log, and what became of them. */
interface Ended {
  readonly events: TraceEvents;
  readonly journeys: Journeys;
  readonly outcomes: Outcomes;
}

/** So many packets of a log are looked at: who looks for a clue by eye has few. */
const mostJourneys = 20_000;

/** The first packets of the log. */
export function* packetsSeen({ events, journeys, outcomes }: Ended): Iterable<SeenJourney> {
  const { identities, names } = events;
  for (let journey = 0; journey < Math.min(journeys.count, mostJourneys); journey++) {
    const [first, last] = [firstEvent(journeys, journey), lastEvent(journeys, journey)];
    const identity = events.identity[first] as number;
    yield {
      journey,
      host: events.places[events.place[first] as number]?.host ?? '',
      disposition: dispositions[outcomes.disposition[journey] as number] ?? 'unknown',
      protocol: names[identities.protocol[identity] as number] as string,
      tcpFlags: identities.tcpFlags[identity] as number,
      seq: identities.seq[identity] as number,
      end: journeys.shapes[journeys.shape[journey] as number] as ChainPath,
      first: headerAt(events, first),
      last: headerAt(events, last),
    };
  }
}
