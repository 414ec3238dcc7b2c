import type { Journeys } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { lastEvent } from '../../model/journey-events.ts';
import { deltaNumber } from '../../model/delta-column.ts';

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
  const { place, log, logs } = events;
  const hosts = new Map<string, number>();
  const hostOf = Uint32Array.from(events.places, ({ host }) => {
    if (!hosts.has(host)) hosts.set(host, hosts.size);
    return hosts.get(host) as number;
  });
  const part = (event: number): number =>
    (hostOf[place[event] as number] as number) * logs.length + (log[event] as number);
  const last = new Float64Array(hosts.size * logs.length);
  if (last.length === 1) last[0] = events.count - 1;
  else for (let event = 0; event < events.count; event++) last[part(event)] = event;
  return {
    isAtEnd(journeys, journey) {
      const own = lastEvent(journeys, journey);
      const end = last[part(own)] as number;
      const rest = deltaNumber(events.uptime, end) - deltaNumber(events.uptime, own);
      return Number.isNaN(rest) ? end - own < CLOSE_EVENTS : rest < CLOSE_MICROSECONDS;
    },
  };
}
