import type { Ruleset, Table } from '../../model/ruleset.ts';
import type { TableFamily, TracePlace } from '../../model/trace.ts';
import { resolvePlace } from '../rules/resolve-place.ts';

/** A ruleset and the host that it belongs to. */
export interface HostRuleset {
  readonly host: string;
  readonly ruleset: Ruleset;
}

/**
 * For each place that names a position, the table of its host's rulesets that it is held against; null for other places,
 * and where the bundle has none.
 */
export function chooseTables(
  places: readonly TracePlace[],
  rulesets: readonly HostRuleset[],
): readonly (Table | null)[] {
  const alike = new Map<string, TracePlace[]>();
  for (const place of places) {
    if (place.number === null) continue;
    const list = alike.get(tableKey(place));
    if (list === undefined) alike.set(tableKey(place), [place]);
    else list.push(place);
  }
  const chosen = new Map<string, Table | null>();
  for (const [key, group] of alike) {
    const { host, tableFamily, table, tracer } = group[0] as TracePlace;
    // What nft lists are never the rules that iptables-legacy logs.
    const own = tracer === 'trace' ? rulesets.filter(({ ruleset }) => !isOfNft(ruleset)) : rulesets;
    chosen.set(key, fittingTable(group, tablesOf(own, host, tableFamily, table)));
  }
  return places.map((place) => (place.number === null ? null : (chosen.get(tableKey(place)) ?? null)));
}

/** All dumps that a bundle has of one table, in the order of the files. */
export function tablesOf(
  rulesets: readonly HostRuleset[],
  host: string,
  family: TableFamily,
  name: string,
): readonly Table[] {
  return rulesets
    .filter((entry) => entry.host === host)
    .flatMap((entry) =>
      entry.ruleset.tables.filter((table) => table.name === name && table.family === family),
    );
}

/** A dump in the words of nft. */
export function isOfNft({ source }: Ruleset): boolean {
  return source === 'nft' || source === 'nft-json';
}

/** Of several dumps, the one that the fewest of the log's places contradict; the later of equals. */
function fittingTable(places: readonly TracePlace[], tables: readonly Table[]): Table | null {
  if (tables.length === 1) return tables[0] ?? null;
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

function tableKey({ host, tracer, tableFamily, table }: TracePlace): string {
  return `${host}\0${tracer}\0${tableFamily}\0${table}`;
}
