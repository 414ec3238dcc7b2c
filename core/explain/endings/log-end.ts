import type { Journeys } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { lastEvent } from '../../model/journey-events.ts';
import { deltaNumber } from '../../model/delta-column.ts';

/** Lines of one packet stand closer together than this; a log that ends sooner may have cut a journey off. */
const CLOSE_MICROSECONDS = 1_000;
/** Without a clock: how many lines before the log's end. */
const CLOSE_EVENTS = 2;

/** Tells whether a log ends so soon after a journey's last line that further lines of it may be missing. */
export interface LogEnd {
  isAtEnd(journeys: Journeys, journey: number): boolean;
}

/**
 * The end of each host's part of each log. A log of one host goes on with its last line of any kind: a device that was
 * plugged in two minutes later shows that the packet has no line more.
 */
export function lastEventsByHost(events: TraceEvents): LogEnd {
  const { place, log, logs } = events;
  const hosts = new Map<string, number>();
  const hostOf = Uint32Array.from(events.places, ({ host }) => {
    if (!hosts.has(host)) hosts.set(host, hosts.size);
    return hosts.get(host) as number;
  });
  const part = (event: number): number =>
    (hostOf[place[event] as number] as number) * logs.length + (log[event] as number);
  const last = new Float64Array(hosts.size * logs.length).fill(-1);
  if (last.length === 1) last[0] = events.count - 1;
  else for (let event = 0; event < events.count; event++) last[part(event)] = event;
  const hostsOfLog = logs.map(
    (_, index) =>
      [...hosts.values()].filter((host) => (last[host * logs.length + index] as number) >= 0).length,
  );
  return {
    isAtEnd(journeys, journey) {
      const own = lastEvent(journeys, journey);
      const end = last[part(own)] as number;
      const ending = events.logEndings[log[own] as number];
      if (ending !== undefined && (hostsOfLog[log[own] as number] as number) < 2) {
        const more = ending.uptimeMicroseconds - deltaNumber(events.uptime, own);
        if (more >= CLOSE_MICROSECONDS) return false;
        if (Number.isNaN(more) && ending.line - deltaNumber(events.line, own) >= CLOSE_EVENTS) return false;
      }
      const rest = deltaNumber(events.uptime, end) - deltaNumber(events.uptime, own);
      return Number.isNaN(rest) ? end - own < CLOSE_EVENTS : rest < CLOSE_MICROSECONDS;
    },
  };
}
