import type { Family } from '../model/family.ts';
import type { Ruleset, Table } from '../model/ruleset.ts';
import type { TracePlace } from '../model/trace.ts';
import { resolvePlace } from './resolve-place.ts';

/** A ruleset and the host that it belongs to. */
export interface HostRuleset {
  readonly host: string;
  readonly ruleset: Ruleset;
}

/** For each place, the table of its host's rulesets that it is held against; null where the bundle has none. */
export function chooseTables(
  places: readonly TracePlace[],
  rulesets: readonly HostRuleset[],
): readonly (Table | null)[] {
  const alike = new Map<string, TracePlace[]>();
  for (const place of places) {
    const list = alike.get(tableKey(place));
    if (list === undefined) alike.set(tableKey(place), [place]);
    else list.push(place);
  }
  const chosen = new Map<string, Table | null>();
  for (const [key, group] of alike) {
    const { host, family, table } = group[0] as TracePlace;
    chosen.set(key, fittingTable(group, tablesOf(rulesets, host, family, table)));
  }
  return places.map((place) => chosen.get(tableKey(place)) ?? null);
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
