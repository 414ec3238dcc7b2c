import type { Condition } from '../../model/condition.ts';
import { impliedConditions } from './conditions.ts';
import { readConcatenation } from './expression.ts';
import { setReference } from './set-reference.ts';

/**
 * `ip saddr map { 10.0.0.1 : 0x1 }`, `tcp dport map @limits`: a value or an object for each key, and where the rule goes on
 * after it; null for other words. The rule ends at a packet whose key the map lacks (nft_lookup_eval() in
 * net/netfilter/nft_lookup.c, nft_objref_map_eval() in nft_objref.c).
 */
export function readMapLookup(
  words: readonly string[],
  start: number,
): { readonly conditions: readonly Condition[]; readonly next: number } | null {
  const key = readConcatenation(words, start);
  const map = key === null ? undefined : words[key.next + 1];
  if (key === null || map === undefined || words[key.next] !== 'map') return null;
  const { fields, next } = key;
  const types = fields.map(({ type }) => type);
  const lookup: Condition = {
    kind: 'lookup',
    fields: fields.map(({ field }) => field),
    set: setReference(map, types),
    use: 'set',
    negated: false,
  };
  // In a table of one family, what a field takes for granted of it holds anyway.
  const implied = fields.flatMap((field) => impliedConditions(field, 'inet'));
  return { conditions: [...implied, lookup], next: next + 2 };
}
