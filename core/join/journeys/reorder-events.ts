import { type NearNumbers, deltaNumber, NearNumbersWriter } from '../../model/delta-column.ts';
import type { NumberColumn, TraceEvents } from '../../model/trace.ts';

/** The events in another order: entry i of `order` is the event that stands at i then. */
export function reorderEvents(events: TraceEvents, order: Uint32Array): TraceEvents {
  const take = <Column extends NumberColumn>(column: Column): Column =>
    column.map((_: number, event: number) => column[order[event] as number] as number) as Column;
  const takeNear = (numbers: NearNumbers): NearNumbers => {
    const taken = new NearNumbersWriter();
    for (const event of order) taken.push(deltaNumber(numbers, event));
    return taken.numbers();
  };
  return {
    ...events,
    place: take(events.place),
    header: take(events.header),
    identity: take(events.identity),
    log: take(events.log),
    line: takeNear(events.line),
    ttl: take(events.ttl),
    uptime: takeNear(events.uptime),
  };
}
