import type { ResolvedPlace } from '../../model/journey.ts';
import type { ChosenTable } from '../hosts/choose-tables.ts';
import { loggedPlace, resolvePlace } from './resolve-place.ts';
import { withoutRule } from './without-rule.ts';

/**
 * The places again, without those on which two dumps of a table differ while the log contradicts neither: which of them
 * was in force is not known.
 */
export function withoutContested(
  places: readonly ResolvedPlace[],
  tables: readonly (ChosenTable | null)[],
): readonly ResolvedPlace[] {
  if (tables.every((each) => each === null || each.rivals.length === 0)) return places;
  return places.map((resolved, index) => {
    const { place } = resolved;
    const rivals = tables[index]?.rivals ?? [];
    // What had to be found by what packets did is not what the numbers say.
    if (resolved.foundBy !== 'number') return resolved;
    const other = rivals.find((table) => resolvePlace(place, table, () => '').verdict !== resolved.verdict);
    if (other === undefined) return resolved;
    const files = [other.at.file, resolved.shownAt?.file ?? ''] as const;
    return withoutRule(resolved, { kind: 'dumps-differ', logged: loggedPlace(place), files });
  });
}
