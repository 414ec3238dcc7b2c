import type { ListedElement, MapValue, SetReference } from '../../model/condition.ts';
import type { Field } from '../../model/rule-field.ts';
import type { NftSet } from '../../model/ruleset.ts';
import type { Value } from '../../model/rule-value.ts';
import type { Holds } from '../match/holds.ts';
import { agreed, type Judge, negate } from './judgement.ts';
import type { MatchFacts } from '../match/match-facts.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { readField } from './read-field.ts';
import type { Reading } from './reading.ts';
import { valueHolds } from './value-holds.ts';

/**
 * A lookup of nft, nft_lookup_eval() (net/netfilter/nft_lookup.c): the key that the fields of the packet make is in a
 * named set or map of the rule's table, or in the set that stands in the rule itself:
 *
 *   ip daddr . tcp dport @allow_in        tcp dport . ip saddr { 22 . 10.0.0.1 }        udp dport vmap @svc
 */
export const judgeLookup: Judge<'lookup'> = ({ fields, set, negated }, packet, facts) => {
  const named = set.kind === 'named' ? setNamed(set.name, facts) : null;
  const name = set.kind === 'named' ? set.name : null;
  const keys = keysOf(fields, packet);
  const [key = []] = keys;
  if (set.kind === 'named' && named === null)
    return { verdict: 'unknown', why: { kind: 'set', set: name, key, answer: 'not-in-bundle' } };
  const elements = elementsOf(set, named);
  // Without one of its fields a packet leaves the rule.
  const answers = keys.map((each): Holds | 'leaves' => (lacks(each) ? 'leaves' : inElements(each, elements)));
  if (answers.every((answer) => answer === 'leaves')) {
    const missing = key.findIndex((reading) => reading.kind === 'absent');
    const field = fields[missing] as Field;
    return {
      verdict: 'no',
      why: { kind: 'field', field, readings: [key[missing] as Reading], understood: true },
    };
  }
  const isOpen = named?.flags.some((flag) => flag === 'dynamic' || flag === 'timeout') === true;
  const holds = agreed(answers.map((answer) => (answer === 'leaves' ? (negated ? 'yes' : 'no') : answer)));
  // What packets add to a set, or what leaves it with time, may have been otherwise then.
  if (holds === 'no' && isOpen)
    return { verdict: 'unknown', why: { kind: 'set', set: name, key, answer: 'comes-and-goes' } };
  const unread = key.findIndex((reading) => reading.kind === 'unknown');
  if (holds === 'unknown' && unread >= 0)
    return { verdict: 'unknown', why: { kind: 'key-unknown', field: fields[unread] as Field } };
  const answer = holds === 'yes' ? 'in' : holds === 'no' ? 'not-in' : 'not-known';
  return { verdict: negate(holds, negated), why: { kind: 'set', set: name, key, answer } };
};

/** What a map of nft may have for a packet. */
export interface MapValues {
  /** Null where the map has nothing for it. More than one: that is not known. */
  readonly values: readonly (MapValue | null)[];
  /** The map is not in the bundle, or its elements come and go: it may have had any other value. */
  readonly isOpen: boolean;
}

/** What a map may have for the key that the packet's fields make; one value where it is known. */
export function valuesInMap(
  fields: readonly Field[],
  map: SetReference,
  packet: MatchPacket,
  sets: readonly NftSet[],
): MapValues {
  const named = map.kind === 'named' ? (sets.find(({ name }) => name === map.name) ?? null) : null;
  if (map.kind === 'named' && named === null) return { values: [], isOpen: true };
  const elements = elementsOf(map, named);
  const values = new Map<string, MapValue | null>();
  for (const key of keysOf(fields, packet))
    for (const value of lacks(key) ? [null] : valuesFor(key, elements))
      values.set(JSON.stringify(value, textOfBits), value);
  const changes = named?.flags.some((flag) => flag === 'dynamic' || flag === 'timeout') === true;
  return { values: [...values.values()], isOpen: changes && [...values.values()].includes(null) };
}

/** The first value that is certain, and those that may come before it; `*` comes last. */
function valuesFor(key: readonly Reading[], elements: readonly Element[]): readonly (MapValue | null)[] {
  const possible: (MapValue | null)[] = [];
  let rest: MapValue | null = null;
  for (const { parts, leadsTo } of elements) {
    if (isCatchAll(parts)) {
      rest = leadsTo;
      continue;
    }
    const holds = elementHolds(key, parts);
    if (holds === 'yes') return [...possible, leadsTo];
    if (holds === 'unknown') possible.push(leadsTo);
  }
  return [...possible, rest];
}

function textOfBits(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** An element of a set or map, with what a map has for it. */
export interface Element {
  readonly parts: readonly Value[];
  readonly leadsTo: MapValue | null;
}

/** The elements of a set or map, of the rule or of its table. */
export function elementsOf(set: SetReference, named: NftSet | null): readonly Element[] {
  if (set.kind === 'named') return named?.elements ?? [];
  return set.elements.map(({ key, value }: ListedElement) => ({ parts: key, leadsTo: value }));
}

/** The set or map of that name in the rule’s table; null where the bundle does not show it. */
export function setNamed(name: string, { nftSets }: MatchFacts): NftSet | null {
  return nftSets?.find((set) => set.name === name) ?? null;
}

function inElements(key: readonly Reading[], elements: readonly Element[]): Holds {
  let answer: Holds = 'no';
  for (const { parts } of elements) {
    const holds = isCatchAll(parts) ? 'yes' : elementHolds(key, parts);
    if (holds === 'yes') return 'yes';
    if (holds === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** `*`, which holds for what no other element holds. */
export function isCatchAll(parts: readonly Value[]): boolean {
  return parts.length === 1 && parts[0]?.kind === 'any';
}

/** Whether the parts of a key are within those of one element. */
function elementHolds(key: readonly Reading[], parts: readonly Value[]): Holds {
  let answer: Holds = 'yes';
  for (const [index, reading] of key.entries()) {
    const value = parts[index];
    const holds = value === undefined ? 'unknown' : valueHolds(reading, value, null);
    if (holds === 'no') return 'no';
    if (holds === 'unknown') answer = 'unknown';
  }
  return answer;
}

function lacks(key: readonly Reading[]): boolean {
  return key.some(({ kind }) => kind === 'absent');
}

/** Every key that the packet may make. */
function keysOf(fields: readonly Field[], packet: MatchPacket): readonly (readonly Reading[])[] {
  let keys: readonly (readonly Reading[])[] = [[]];
  for (const field of fields) {
    const readings = readField(field, packet);
    const few = keys.length * readings.length <= mostKeys ? readings : unread;
    keys = keys.flatMap((key) => few.map((reading) => [...key, reading]));
  }
  return keys;
}

const mostKeys = 1024;
const unread: readonly Reading[] = [{ kind: 'unknown' }];
