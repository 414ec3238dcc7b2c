import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AddressValue, Prefix } from '../address.ts';
import { maskAddress, prefixContains, widthOf } from '../address.ts';
import type { PrefixIndex } from './prefix-index.ts';
import { buildPrefixIndex } from './prefix-index.ts';

/** All prefixes around the address, longest first, found by looking at each: what the index must give. */
function nested(prefixes: readonly Prefix[], address: AddressValue): string[] {
  const around = prefixes.filter((prefix) => prefixContains(prefix, address));
  const lengths = new Set(around.map((prefix) => prefix.length));
  return [...lengths].sort((a, b) => b - a).map((length) => `${maskAddress(address, length)}/${length}`);
}

function found(index: PrefixIndex<number>, address: AddressValue): string[] {
  const path: string[] = [];
  for (let node = index(address); node; node = node.parent)
    path.push(`${node.prefix.value}/${node.prefix.length}`);
  return path;
}

/** Close together, so that prefixes nest, and at both ends of the address space. */
const ipv4 = fc.oneof(
  fc.nat(64),
  fc.nat(64).map((offset) => 0xffffffff - offset),
  fc.nat(0xffffffff),
);
const ipv6 = fc.oneof(
  fc.nat(64).map(BigInt),
  fc.nat(64).map((offset) => (1n << 128n) - 1n - BigInt(offset)),
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
);

function prefixes(address: fc.Arbitrary<AddressValue>): fc.Arbitrary<Prefix[]> {
  const prefix = fc.tuple(address, fc.nat(128)).map(([value, bits]) => {
    const length = Math.min(bits, widthOf(value));
    return { value: maskAddress(value, length), length };
  });
  return fc.array(prefix, { maxLength: 30 });
}

describe('the prefix index', () => {
  it.each([
    ['ipv4', ipv4],
    ['ipv6', ipv6],
  ])('finds_what_a_scan_of_all_prefixes_finds (%s)', (_, address: fc.Arbitrary<AddressValue>) => {
    fc.assert(
      fc.property(prefixes(address), fc.array(address, { minLength: 1 }), (all, addresses) => {
        const index = buildPrefixIndex(all.map((prefix, item) => [prefix, item] as const));
        for (const each of [...addresses, ...all.map((prefix) => prefix.value)]) {
          expect(found(index, each)).toEqual(nested(all, each));
        }
      }),
    );
  });

  it('keeps_the_items_of_one_prefix_in_their_order', () => {
    const prefix = { value: 0, length: 0 };
    const index = buildPrefixIndex([[prefix, 'first'] as const, [prefix, 'second'] as const]);
    expect(index(42)?.items).toEqual(['first', 'second']);
  });
});
