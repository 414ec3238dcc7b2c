import type { ResolvedPlace } from '../../model/journey.ts';
import type { Table } from '../../model/ruleset.ts';
import type { TracePlace } from '../../model/trace.ts';
import { type HostRuleset, tablesOf } from '../hosts/choose-tables.ts';
import { resolvePlace, type TextAt } from './resolve-place.ts';
import { resolvePrinted } from './resolve-printed.ts';

/**
 * Ties all places to the rulesets: those with a position to the table chosen for them (`tables`, by the same index),
 * those with a printed rule to whatever dump of nftables has it.
 */
export function resolvePlaces(
  places: readonly TracePlace[],
  tables: readonly (Table | null)[],
  rulesets: readonly HostRuleset[],
  textAt: TextAt,
): readonly ResolvedPlace[] {
  const ofNftables = rulesets.filter(({ ruleset }) => ruleset.backend !== 'legacy');
  return places.map((place, index) => {
    if (place.printed === null || place.number !== null)
      return resolvePlace(place, tables[index] ?? null, textAt);
    const dumps = tablesOf(ofNftables, place.host, place.tableFamily, place.table);
    return resolvePrinted(place, dumps, textAt);
  });
}
