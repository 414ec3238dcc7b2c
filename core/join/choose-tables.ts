import type { Family } from '../model/family.ts';
import type { ResolvedPlace } from '../model/journey.ts';
import type { Ruleset, Table } from '../model/ruleset.ts';
import type { TracePlace } from '../model/trace.ts';
import { resolvePlace, type TextAt } from './resolve-place.ts';

/** A ruleset and the host that it belongs to. */
export interface HostRuleset {
  readonly host: string;
  readonly ruleset: Ruleset;
}

/** Every place tied to the rulesets of its host; entry i belongs to place i. */
export function resolvePlaces(
  places: readonly TracePlace[],
  rulesets: readonly HostRuleset[],
  textAt: TextAt,
): readonly ResolvedPlace[] {
  const chosen = new Map<string, Table | null>();
  return places.map((place) => {
    const key = tableKey(place);
    let table = chosen.get(key);
    if (table === undefined) {
      const alike = places.filter((other) => tableKey(other) === key);
      table = fittingTable(alike, tablesOf(rulesets, place.host, place.family, place.table));
      chosen.set(key, table);
    }
    return resolvePlace(place, table, textAt);
  });
}

/** All dumps that a bundle has of one table, in the order of the files. */
export function tablesOf(
  rulesets: readonly HostRuleset[],
  host: string,
  family: Family,
  name: string,
): readonly Table[] {
  return rulesets
    .filter((entry) => entry.host === host && entry.ruleset.family === family)
    .flatMap((entry) => entry.ruleset.tables.filter((table) => table.name === name));
}

/** Of several dumps, the one that the fewest of the log's places contradict; the later of equals. */
function fittingTable(places: readonly TracePlace[], tables: readonly Table[]): Table | null {
  let best: Table | null = null;
  let fewest = Infinity;
  for (const table of tables) {
    const contradictions = places.filter(
      (place) => resolvePlace(place, table, () => '').drift !== null,
    ).length;
    if (contradictions <= fewest) {
      best = table;
      fewest = contradictions;
    }
  }
  return best;
}

function tableKey({ host, family, table }: TracePlace): string {
  return `${host}\0${family}\0${table}`;
}
