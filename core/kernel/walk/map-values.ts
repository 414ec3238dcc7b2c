import type { MapValue, SetReference } from '../../model/condition.ts';
import type { Field } from '../../model/rule-field.ts';
import { valuesInMap } from '../conditions/set-lookup.ts';
import { assume, type Branch } from './branch.ts';
import { valuesOfHeaders } from './map-headers.ts';
import type { Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

/** What a map may have for the packet, in one branch each; null: nothing. */
export function possibleValues(
  walk: Walk,
  branch: Branch,
  placed: PlacedRule,
  fields: readonly Field[],
  map: SetReference,
): readonly { readonly branch: Branch; readonly value: MapValue | 'unknown' | null }[] {
  if (branch.headers !== null) return valuesOfHeaders(walk, branch, placed, fields, map);
  const { table, chain, number } = placed;
  const { values, isOpen } = valuesInMap(fields, map, branch.packet, table.sets);
  const open = isOpen ? [{ branch, value: 'unknown' as const }] : [];
  const [only] = values;
  if (values.length === 1 && only !== undefined) return [{ branch, value: only }, ...open];
  if (values.length > MOST_VALUES) walk.isComplete = false;
  const at = { table: table.name, chain: chain.name, number };
  const answers = values.slice(0, MOST_VALUES).map((value) => ({
    value,
    assumed: { kind: 'map-value', fields, map, value, at } as const,
  }));
  const { src, dst, sport, dport } = branch.packet;
  const about = [src, dst, sport, dport].join(' ');
  // A named map by its name, one in a rule by the rule.
  const key = [JSON.stringify(fields), map.kind === 'named' ? `@${map.name}` : JSON.stringify(at)].join(' ');
  const isFleeting = fields.some((field) => field.kind === 'number-generator');
  const answered =
    answers.length === 0 ? [] : assume(branch, { key: `${key} ${about}`, isFleeting }, answers);
  return [...answered, ...open];
}

const MOST_VALUES = 64;
