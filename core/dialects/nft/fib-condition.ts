import type { Condition } from '../../model/condition.ts';
import type { NftComparison } from './expression.ts';
import { addressTypes } from './value-types.ts';
import { insideBraces, splitOutside } from './words.ts';

/**
 * What a lookup of routes asks (nft(8), "FIB EXPRESSIONS"), where iptables has a match for the same:
 *
 *   fib daddr type local                     the host's table local: addrtype
 *   fib daddr . iif type { local, broadcast }
 *   fib saddr . mark . iif oif missing       no way back to the source: rpfilter (with -n: 0)
 *
 * Null for other questions and other fields.
 */
export function fibCondition(words: string, { operator, mask, value }: NftComparison): Condition | null {
  const [, keys = '', result = ''] = /^fib (.*) (type|oif|oifname|check)$/.exec(words) ?? [];
  if (result === '' || mask !== null || !['', '==', '!='].includes(operator)) return null;
  const asked = keys.split(' . ');
  const negated = operator === '!=';
  if (result === 'type') return addressType(asked, value, negated);
  const exists =
    value === 'exists' || value === '1' ? true : value === 'missing' || value === '0' ? false : null;
  if (exists === null || !asked.includes('saddr') || asked.includes('daddr') || asked.includes('oif'))
    return null;
  return {
    kind: 'reverse-path',
    loose: !asked.includes('iif'),
    byMark: asked.includes('mark'),
    acceptsLocal: false,
    negated: exists === negated,
  };
}

function addressType(asked: readonly string[], value: string, negated: boolean): Condition | null {
  const listed = insideBraces(value);
  const types = (listed === null ? [value] : splitOutside(listed, ',')).map(
    (type) => (/^\d+$/.test(type) ? addressTypes[Number(type)] : undefined) ?? type.toUpperCase(),
  );
  const others = asked.filter((key) => !['saddr', 'daddr', 'iif', 'oif'].includes(key));
  if (others.length > 0 || !types.every((type) => /^[A-Z]+$/.test(type))) return null;
  return {
    kind: 'address-type',
    side: asked.includes('saddr') ? 'src' : 'dst',
    types,
    limitedTo: asked.includes('iif') ? 'in' : asked.includes('oif') ? 'out' : null,
    negated,
  };
}
