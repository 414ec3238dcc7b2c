import { chainsOfTable } from '../../model/chain-of-table.ts';
import { Pairs } from '../../model/pairs.ts';
import type { TraceEvents, TracePlace } from '../../model/trace.ts';
import { type HostRuleset, tablesOf } from '../hosts/choose-tables.ts';
import { rulesWithText } from './rule-text.ts';

/**
 * Tells equal rules of a chain apart, which a tracer that prints rules prints alike: a packet that meets one of them
 * for the second time in its way has met the second of them.
 */
export function disambiguateEqualRules(events: TraceEvents, rulesets: readonly HostRuleset[]): TraceEvents {
  const repeated = events.places.map((place) => hasTwin(place, rulesets));
  if (!repeated.includes(true)) return events;
  const places = [...events.places];
  const place = Uint32Array.from(events.place);
  const ids = new Map<string, number>();
  const packets = new Pairs();
  const met: number[] = [];
  for (let event = 0; event < events.count; event++) {
    const own = place[event] as number;
    if (repeated[own] !== true) continue;
    const packet = packets.number(events.identity[event] as number, own);
    const nth = met[packet] ?? 0;
    met[packet] = nth + 1;
    if (nth > 0) place[event] = nthOf(own, nth);
  }
  return { ...events, place, places };

  function nthOf(own: number, nth: number): number {
    const key = `${own} ${nth}`;
    let id = ids.get(key);
    if (id === undefined) {
      const { printed, ...rest } = places[own] as TracePlace;
      id = places.push({ ...rest, printed: printed === null ? null : { ...printed, nth } }) - 1;
      ids.set(key, id);
    }
    return id;
  }
}

/** Whether some dump has the rule of the place more than once in the chain. A handle tells it alone. */
function hasTwin(place: TracePlace, rulesets: readonly HostRuleset[]): boolean {
  const text = place.printed?.text ?? null;
  if (text === null || place.number !== null || place.printed?.handle !== null) return false;
  return tablesOf(rulesets, place.host, place.tableFamily, place.table).some((table) =>
    chainsOfTable(table, place.chain).some((chain) => rulesWithText(chain, text).length > 1),
  );
}
