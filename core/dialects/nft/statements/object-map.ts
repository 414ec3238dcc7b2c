import type { Statement } from '../../../model/statement.ts';
import { undecidable } from '../../compare.ts';
import { readMapLookup } from '../map-lookup.ts';
import type { NftStatement } from '../statement.ts';

/**
 * An object for each key of a map (nft(8), "STATEFUL OBJECTS"):
 *
 *   counter name ip saddr map { 10.0.0.1 : "office", 10.0.0.2 : "lab" } accept
 *   limit name tcp dport map @limits
 */
export const objectMap: NftStatement = {
  words: ['counter', 'limit', 'quota', 'synproxy'],
  read(words, start) {
    const [first = '', second] = words.slice(start, start + 2);
    const lookup = second === 'name' ? readMapLookup(words, start + 2) : null;
    if (lookup === null) return null;
    const { next, conditions } = lookup;
    const isRate = first === 'limit' || first === 'quota';
    const all = words.slice(start, next).join(' ');
    return {
      next,
      conditions: isRate ? [...conditions, undecidable(first, 'rate', all)] : conditions,
      statements: statementsOf(first),
    };
  },
};

function statementsOf(first: string): readonly Statement[] {
  if (first === 'counter') return [{ kind: 'counter', name: null }];
  return first === 'synproxy' ? [{ kind: 'synproxy' }] : [];
}
