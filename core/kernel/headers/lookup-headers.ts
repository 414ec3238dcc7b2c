import type { MapValue, SetLookup, SetReference } from '../../model/condition.ts';
import type { Field } from '../../model/rule-field.ts';
import type { Value } from '../../model/rule-value.ts';
import type { AddressValue } from '../address.ts';
import { type Element, elementsOf, isCatchAll, setNamed } from '../conditions/set-lookup.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { fieldBounds } from '../sets/field-bounds.ts';
import { firstReaching, inRanges, joinedRanges, type ValueRange } from '../sets/field-bits.ts';
import { type FieldCase, fieldCases } from './field-cases.ts';
import type { Headers } from './headers.ts';
import { fieldRange, isOutside } from './out-of-bounds.ts';
import { type Decided, rangeOf, whereOneOf } from './value-sets.ts';

/** Headers whose key is in a set of nft; without one of its fields a packet leaves the rule. */
export function whereInSet(
  { fields, set, negated }: SetLookup,
  packet: MatchPacket,
  headers: Headers,
  facts: MatchFacts,
): Decided {
  const { diagrams } = headers.space;
  const named = set.kind === 'named' ? setNamed(set.name, facts) : null;
  if (set.kind === 'named' && named === null) return { yes: NOTHING, open: EVERYTHING };
  const key = keyCases(fields, packet, headers);
  const { yes, open } = inElements(headers, key, elementsOf(set, named), canHave(fields, packet, headers));
  const there = diagrams.minus(EVERYTHING, lacking(headers, key));
  const changes = named?.flags.some((flag) => flag === 'dynamic' || flag === 'timeout') === true;
  const surely = diagrams.and(there, yes);
  const maybe = diagrams.and(there, open);
  const rest = diagrams.minus(there, diagrams.or(surely, maybe));
  // What packets add to a set, or what leaves it with time, may have been otherwise then.
  if (changes) return { yes: negated ? NOTHING : surely, open: diagrams.or(maybe, rest) };
  return { yes: negated ? rest : surely, open: maybe };
}

/** Headers for which a map has a value, by value; `open`: for which it may have one of several. */
export interface MappedHeaders {
  readonly value: MapValue;
  readonly yes: Diagram;
  readonly open: Diagram;
}

/** What a map has for headers, in the order in which its elements count; null for a map that is not in the bundle. */
export function mapHeaders(
  fields: readonly Field[],
  map: SetReference,
  packet: MatchPacket,
  headers: Headers,
  facts: MatchFacts,
): { readonly elements: readonly MappedHeaders[]; readonly changes: boolean } | null {
  const { diagrams } = headers.space;
  const named = map.kind === 'named' ? setNamed(map.name, facts) : null;
  if (map.kind === 'named' && named === null) return null;
  const key = keyCases(fields, packet, headers);
  const there = diagrams.not(lacking(headers, key));
  const all = elementsOf(map, named);
  const mayHave = canHave(fields, packet, headers);
  const last = all.filter(({ parts }) => isCatchAll(parts)).slice(-1);
  const elements = [...all.filter(({ parts }) => !isCatchAll(parts) && mayHave(parts)), ...last].flatMap(
    ({ parts, leadsTo }): readonly MappedHeaders[] => {
      if (leadsTo === null) return [];
      const { yes, open } = isCatchAll(parts)
        ? { yes: EVERYTHING, open: NOTHING }
        : elementHolds(headers, key, parts);
      return [{ value: leadsTo, yes: diagrams.and(there, yes), open: diagrams.and(there, open) }];
    },
  );
  return {
    elements,
    changes: named?.flags.some((flag) => flag === 'dynamic' || flag === 'timeout') === true,
  };
}

type Key = readonly (readonly FieldCase[])[];

function keyCases(fields: readonly Field[], packet: MatchPacket, headers: Headers): Key {
  return fields.map((field) => fieldCases(field, packet, headers));
}

/** Headers that lack a field of the key. */
function lacking({ space: { diagrams } }: Headers, key: Key): Diagram {
  const absent = key.flatMap((cases) =>
    cases.filter((each) => each.kind === 'read' && each.readings.every(({ kind }) => kind === 'absent')),
  );
  return diagrams.union(absent.map(({ among }) => among));
}

/** A quick test whether the headers can have a key at all: most elements of a large map are about other packets. */
function canHave(
  fields: readonly Field[],
  packet: MatchPacket,
  headers: Headers,
): (parts: readonly Value[]) => boolean {
  const bounds = fieldBounds(headers.space, headers.set);
  const ranges = fields.map((field) => fieldRange(field, packet, headers, bounds));
  return (parts) =>
    fields.every((field, index) => {
      const [range, value] = [ranges[index] ?? null, parts[index]];
      return range === null || value === undefined || !isOutside(field, value, range, headers);
    });
}

function inElements(
  headers: Headers,
  key: Key,
  elements: readonly Element[],
  mayHave: (parts: readonly Value[]) => boolean,
): Decided {
  const { diagrams } = headers.space;
  if (elements.some(({ parts }) => isCatchAll(parts))) return { yes: EVERYTHING, open: NOTHING };
  const [only] = key;
  if (key.length === 1 && only !== undefined) return inOneField(headers, only, elements);
  const each = elements.flatMap(({ parts }) => (mayHave(parts) ? [elementHolds(headers, key, parts)] : []));
  const yes = diagrams.union(each.map((one) => one.yes).toSorted((a, b) => a - b));
  return { yes, open: diagrams.minus(diagrams.union(each.map(({ open }) => open)), yes) };
}

const unreadable: Value = { kind: 'word', word: '' };

function inOneField(headers: Headers, cases: readonly FieldCase[], elements: readonly Element[]): Decided {
  const { diagrams } = headers.space;
  const [yes, open]: [Diagram[], Diagram[]] = [[], []];
  for (const each of cases) {
    if (each.kind === 'read') {
      const where = readAmong(headers, each, elements);
      yes.push(where.yes);
      open.push(where.open);
      continue;
    }
    const { ranges, others } = rangesIn(elements, each);
    const within = diagrams.and(headers.set, each.among);
    const inside = inRanges(diagrams, each.bits, ranges, elements.length > FEW ? within : each.among);
    const where = whereOneOf(diagrams, each, others, null);
    yes.push(inside, where.yes);
    open.push(diagrams.minus(where.open, inside));
  }
  return { yes: diagrams.union(yes), open: diagrams.union(open) };
}

/** One address, which is looked for among many. */
function readAmong(
  { space }: Headers,
  each: Extract<FieldCase, { kind: 'read' }>,
  elements: readonly Element[],
): Decided {
  const [reading, ...more] = each.readings;
  if (elements.length > FEW && reading?.kind === 'address' && reading.value !== null && more.length === 0) {
    const bits = typeof reading.value === 'bigint' ? space.fields.dst : { first: 0, width: 32 };
    const { ranges, others } = rangesIn(elements, { kind: 'address', among: EVERYTHING, bits });
    if (others.length === 0)
      return { yes: holdsAddress(ranges, reading.value) ? each.among : NOTHING, open: NOTHING };
  }
  const values = elements.map(({ parts: [value] }) => value ?? unreadable);
  return whereOneOf(space.diagrams, each, values, null);
}

/** Elements that are ranges of a field, in order, and all others. */
interface ElementRanges {
  readonly ranges: readonly ValueRange[];
  readonly others: readonly Value[];
}

/** Read once for each kind of field, since each rule with the set, and each part of the headers, asks for them. */
function rangesIn(elements: readonly Element[], each: Exclude<FieldCase, { kind: 'read' }>): ElementRanges {
  const kinds = readElements.get(elements) ?? new Map<string, ElementRanges>();
  readElements.set(elements, kinds);
  const changed = each.kind === 'number' && each.change !== null;
  const kind = `${each.kind} ${each.bits.width} ${changed}`;
  let read = kinds.get(kind);
  if (read === undefined) {
    const ranges: ValueRange[] = [];
    const others: Value[] = [];
    for (const { parts } of elements) {
      const value = parts[0] ?? unreadable;
      const range = rangeOf(each, value);
      if (range === null) others.push(value);
      else ranges.push(range);
    }
    read = { ranges: joinedRanges(ranges), others };
    kinds.set(kind, read);
  }
  return read;
}

const readElements = new WeakMap<readonly Element[], Map<string, ElementRanges>>();

/** Whether an address is in one of the ranges, which are in order and apart. */
function holdsAddress(ranges: readonly ValueRange[], address: AddressValue): boolean {
  const at = firstReaching(ranges, address, 0, ranges.length);
  const range = ranges[at];
  return range !== undefined && range.first <= address;
}

/** Of larger sets only what the headers at hand can have is looked at. */
export const FEW = 256;

function elementHolds(headers: Headers, key: Key, parts: readonly Value[]): Decided {
  const { diagrams } = headers.space;
  let [yes, possible]: [Diagram, Diagram] = [EVERYTHING, EVERYTHING];
  for (const [index, cases] of key.entries()) {
    const value = parts[index] ?? unreadable;
    const each = cases.map((one) => whereOneOf(diagrams, one, [value], null));
    const surely = diagrams.union(each.map((one) => one.yes));
    const maybe = diagrams.or(surely, diagrams.union(each.map((one) => one.open)));
    yes = diagrams.and(yes, surely);
    possible = diagrams.and(possible, maybe);
    if (possible === NOTHING) break;
  }
  return { yes, open: diagrams.minus(possible, yes) };
}
