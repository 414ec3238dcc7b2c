import type { Journeys } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import { lastEvent } from '../model/journey-events.ts';
import { uptimeAt } from '../model/uptime.ts';

/** Lines of one packet stand closer together than this; a log that ends sooner may have cut a journey off. */
const CLOSE_MICROSECONDS = 1_000;
/** Without a clock: so many lines before the log's end. */
const CLOSE_EVENTS = 2;

/** Tells whether a log ends so soon behind a journey's last line that further lines of it may be missing. */
export interface LogEnd {
  isAtEnd(journeys: Journeys, journey: number): boolean;
}

/** The end of each host's part of each log. */
export function lastEventsByHost(events: TraceEvents): LogEnd {
  const hostOf = (event: number): number =>
    events.identities.host[events.identity[event] as number] as number;
  const last = new Map<number, number>();
  const key = (event: number): number => hostOf(event) * 0x10000 + (events.log[event] as number);
  for (let event = 0; event < events.count; event++) last.set(key(event), event);
  return {
    isAtEnd(journeys, journey) {
      const own = lastEvent(journeys, journey);
      const end = last.get(key(own)) as number;
      const rest = uptimeAt(events.uptime, end) - uptimeAt(events.uptime, own);
      return Number.isNaN(rest) ? end - own < CLOSE_EVENTS : rest < CLOSE_MICROSECONDS;
    },
  };
}
