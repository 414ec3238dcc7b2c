import type { Rule, Ruleset, Table } from '../../model/ruleset.ts';
import type { TableFamily, TraceEvents, TracePlace } from '../../model/trace.ts';
import { couldMatch } from '../drift/re-anchor.ts';
import { headersAtPlaces } from '../drift/headers-at-places.ts';
import { resolvePlace } from '../rules/resolve-place.ts';

/** A ruleset and the host that it belongs to. */
export interface HostRuleset {
  readonly host: string;
  readonly ruleset: Ruleset;
}

/** The table that the places of one table are held against. */
export interface ChosenTable {
  readonly table: Table;
  /** Other dumps of it that the log contradicts no more. */
  readonly rivals: readonly Table[];
}

/**
 * For each place that names a position, the table of its host's rulesets that it is held against; null for other places,
 * and where the bundle has none.
 */
export function chooseTables(
  events: TraceEvents,
  rulesets: readonly HostRuleset[],
): readonly (ChosenTable | null)[] {
  const { places } = events;
  const alike = new Map<string, number[]>();
  places.forEach((place, index) => {
    if (place.number === null) return;
    const list = alike.get(tableKey(place));
    if (list === undefined) alike.set(tableKey(place), [index]);
    else list.push(index);
  });
  const chosen = new Map<string, ChosenTable | null>();
  for (const [key, group] of alike) {
    const { host, tableFamily, table, tracer } = places[group[0] as number] as TracePlace;
    // What nft lists are never the rules that iptables-legacy logs.
    const own = tracer === 'trace' ? rulesets.filter(({ ruleset }) => !isOfNft(ruleset)) : rulesets;
    chosen.set(key, fittingTable(group, tablesOf(own, host, tableFamily, table), events));
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

/** Of several dumps, the one that the log contradicts least; the later of equals. */
function fittingTable(
  group: readonly number[],
  tables: readonly Table[],
  events: TraceEvents,
): ChosenTable | null {
  const [only] = tables;
  if (only === undefined) return null;
  if (tables.length === 1) return { table: only, rivals: [] };
  const headers = headersAtPlaces(events, group);
  const misfits = tables.map((table) => group.reduce((sum, index) => sum + misfit(index, table), 0));
  const fewest = Math.min(...misfits);
  const fitting = tables.filter((_, index) => misfits[index] === fewest);
  return { table: fitting.at(-1) ?? only, rivals: fitting.slice(0, -1) };

  /** What speaks against the table at that place: its number, packets that can't match the rule, a counter too small. */
  function misfit(index: number, table: Table): number {
    const { drift, rule } = resolvePlace(events.places[index] as TracePlace, table, () => '');
    if (drift !== null) return 3;
    if (rule === null) return 0;
    const { examples, packets } = headers(index);
    return (couldMatch(rule, { examples }) === 'no' ? 2 : 0) + (hasCountedLess(rule, packets) ? 1 : 0);
  }
}

function hasCountedLess({ counter }: Rule, packets: number): boolean {
  return counter !== null && counter.packets < packets;
}

function tableKey({ host, tracer, tableFamily, table }: TracePlace): string {
  return `${host}\0${tracer}\0${tableFamily}\0${table}`;
}
