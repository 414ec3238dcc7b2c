import type { MapValue, SetReference } from '../../model/condition.ts';
import type { Field } from '../../model/rule-field.ts';
import { mapHeaders } from '../headers/lookup-headers.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { assume, type Branch, withSet } from './branch.ts';
import { factsOf } from './facts.ts';
import type { Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

interface HeadersWithValue {
  readonly branch: Branch;
  readonly value: MapValue | 'unknown' | null;
}

/** What a map of nft has for headers, by value; null: nothing. Elements count in their order, `*` last. */
export function valuesOfHeaders(
  walk: Walk,
  branch: Branch,
  placed: PlacedRule,
  fields: readonly Field[],
  map: SetReference,
): readonly HeadersWithValue[] {
  const { headers, packet } = branch;
  if (headers === null) return [];
  const { diagrams } = headers.space;
  const found = mapHeaders(fields, map, packet, headers, factsOf(walk, placed));
  if (found === null) return [{ branch, value: 'unknown' }];
  const { table, chain, number } = placed;
  const at = { table: table.name, chain: chain.name, number };
  const name = map.kind === 'named' ? `@${map.name}` : `${table.family} ${table.name} ${chain.name}`;
  const byValue = new Map<string, { value: MapValue; sets: Diagram[] }>();
  const take = (value: MapValue, set: Diagram): void => {
    if (set === NOTHING) return;
    const key = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
    const known = byValue.get(key);
    if (known === undefined) byValue.set(key, { value, sets: [set] });
    else known.sets.push(set);
  };
  // Keys of a map of the kernel are apart, so each element is looked for among all headers.
  const certain = found.elements.every(({ open }) => open === NOTHING);
  let rest = headers.set;
  for (const [index, { value, yes, open }] of found.elements.entries()) {
    const isCatchAll = yes === EVERYTHING;
    if (certain && !isCatchAll) {
      take(value, diagrams.and(headers.set, yes));
      continue;
    }
    if (certain)
      rest = diagrams.minus(
        headers.set,
        diagrams.union(found.elements.slice(0, index).map((each) => each.yes)),
      );
    take(value, diagrams.and(rest, yes));
    const perhaps = diagrams.and(rest, diagrams.minus(open, yes));
    rest = diagrams.minus(rest, yes);
    const asked = withSet(branch, perhaps);
    if (asked === null) continue;
    const question = {
      key: `${JSON.stringify(fields)} ${name} ${index} ${occurrence(placed)}`,
    };
    const assumed = { kind: 'map-value', fields, map, value, at } as const;
    const answers = [false, true].map((isIt) => ({ value: isIt, assumed }));
    const [, taken] = assume(asked, question, answers).map((each) => each.branch.headers?.set ?? NOTHING);
    take(value, taken ?? NOTHING);
    rest = diagrams.minus(rest, taken ?? NOTHING);
  }
  const values = Array.from(byValue.values(), ({ value, sets }) => ({ value, set: diagrams.union(sets) }));
  if (certain) rest = diagrams.minus(headers.set, diagrams.union(values.map(({ set }) => set)));
  const unmapped = withSet(branch, rest);
  return [
    ...values.flatMap(({ value, set }): readonly HeadersWithValue[] => {
      const some = withSet(branch, set);
      return some === null ? [] : [{ branch: some, value }];
    }),
    ...(unmapped === null ? [] : withoutValue(unmapped, found.changes, `${name} ${occurrence(placed)}`)),
  ];
}

/** What has no element may have had one at the time, where elements come and go. */
function withoutValue(branch: Branch, changes: boolean, name: string): readonly HeadersWithValue[] {
  if (!changes) return [{ branch, value: null }];
  const assumed = { kind: 'missing-chain', table: '', chain: '' } as const;
  const answers = ([null, 'unknown'] as const).map((value) => ({ value, assumed }));
  return assume(branch, { key: `formerly ${name}` }, answers);
}

/** Which of the equal rules of its chain a rule is: rules above it may change without it. */
function occurrence({ chain, rule, number }: PlacedRule): string {
  const before = chain.rules.slice(0, number - 1).filter(({ text }) => text === rule.text).length;
  return `${rule.text} ${before}`;
}
