import { type Diagnostic, diagnostic } from '../../model/diagnostic.ts';
import type { TraceEvents, TracePlace } from '../../model/trace.ts';
import { keepEvents } from './keep-events.ts';

/**
 * The events without those that two tools show alike: `nft monitor trace` and `xtables-monitor --trace` print the same
 * events of the kernel, each in its own words, with the same packet ids. The lines of nft are kept, which knows all
 * tables and prints more of the header; what xtables-monitor says of the rule, its handle and its words in the language
 * of iptables, goes to their places.
 */
export function mergeTracers(events: TraceEvents): {
  readonly events: TraceEvents;
  readonly diagnostics: readonly Diagnostic[];
} {
  const tracers = new Set(events.places.map(({ tracer }) => tracer));
  if (!tracers.has('nft') || !tracers.has('xtables')) return { events, diagnostics: [] };
  const left = linesOfNft(events);
  const dropped = new Uint8Array(events.count);
  const place = Uint32Array.from(events.place);
  const merged = new MergedPlaces(events.places);
  const repeats = new Map<number, number>();
  for (let event = 0; event < events.count; event++) {
    if (placeAt(events, event).tracer !== 'xtables') continue;
    const twin = left.get(stepOf(events, event))?.shift();
    if (twin === undefined) continue;
    dropped[event] = 1;
    place[twin] = merged.merge(events.place[twin] as number, events.place[event] as number);
    const log = events.log[event] as number;
    repeats.set(log, (repeats.get(log) ?? 0) + 1);
  }
  return {
    events: keepEvents({ ...events, place, places: merged.places }, dropped),
    diagnostics: Array.from(repeats, ([log, count]) =>
      diagnostic('trace-repeated', { lines: count }, events.logs[log]),
    ),
  };
}

/** The events of nft by packet and step, each list in order. */
function linesOfNft(events: TraceEvents): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (let event = 0; event < events.count; event++) {
    if (placeAt(events, event).tracer !== 'nft') continue;
    const step = stepOf(events, event);
    const list = lines.get(step);
    if (list === undefined) lines.set(step, [event]);
    else list.push(event);
  }
  return lines;
}

function placeAt(events: TraceEvents, event: number): TracePlace {
  return events.places[events.place[event] as number] as TracePlace;
}

function stepOf(events: TraceEvents, event: number): string {
  const { host, tableFamily, table, chain, kind, printed } = placeAt(events, event);
  const packet = events.identities.traceId[events.identity[event] as number];
  const verdict = kind === 'return' ? 'return' : printed?.verdict;
  return [packet, host, tableFamily, table, chain, kind, verdict, printed?.toChain].join('\0');
}

/** Places of nft that know what xtables-monitor said of the rule. */
class MergedPlaces {
  readonly places: TracePlace[];
  readonly #ids = new Map<string, number>();

  constructor(places: readonly TracePlace[]) {
    this.places = [...places];
  }

  merge(ofNft: number, ofXtables: number): number {
    const key = `${ofNft} ${ofXtables}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const place = this.places[ofNft] as TracePlace;
    const { printed } = this.places[ofXtables] as TracePlace;
    const both =
      place.printed === null || printed === null
        ? place
        : {
            ...place,
            printed: {
              ...place.printed,
              handle: printed.handle,
              text: printed.text ?? place.printed.text,
            },
          };
    const id = this.places.push(both) - 1;
    this.#ids.set(key, id);
    return id;
  }
}
