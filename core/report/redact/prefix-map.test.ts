import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../../kernel/address.ts';
import { addressOf, bitsOf } from './bits.ts';
import { keepingEnds } from './network-ends.ts';
import { prefixMap } from './prefix-map.ts';
import { rangeOf, staysAsItIs } from './special-ranges.ts';

const bits = (text: string) => bitsOf(parseAddress(text) ?? 0);
const through = (map: (address: string) => string, text: string) => formatAddress(addressOf(map(bits(text))));
const mapOf = (originals: readonly string[], networks: readonly string[] = [], key = 'k') =>
  keepingEnds(prefixMap({ width: 32, key, originals: originals.map(bits) }), networks, 32);

function shared(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

describe('prefix_map', () => {
  it.each([32, 128] as const)(
    'addresses_of_one_range_share_as_many_bits_after_as_before (%i bits)',
    (width) => {
      const long = width === 32 ? 16 : 32;
      const of = (length: number) =>
        fc
          .array(fc.constantFrom('0', '1'), { minLength: length, maxLength: length })
          .map((all) => all.join(''));
      fc.assert(
        fc.property(
          of(long),
          fc.array(of(width - long), { minLength: 2, maxLength: 12 }),
          fc.string(),
          (prefix, rests, key) => {
            const originals = rests.map((rest) => prefix + rest);
            const map = prefixMap({ width, key, originals });
            const [a = '', b = ''] = originals;
            fc.pre(rangeOf(a) === rangeOf(b) && rangeOf(a).beginning.length <= long);
            expect(shared(map(a), map(b))).toBe(shared(a, b));
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('what_was_distinct_stays_distinct', () => {
    const near = fc.integer({ min: 0xcb006f00, max: 0xcb0073ff });
    const address = fc.oneof(
      near,
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.integer({ min: 0xc0a80000, max: 0xc0a900ff }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(address, { minLength: 2, maxLength: 60 }), fc.string(), (values, key) => {
        const originals = values.map(bitsOf);
        const networks = originals.map((each) => each.slice(0, 24));
        const map = keepingEnds(prefixMap({ width: 32, key, originals }), networks, 32);
        const all = [
          ...new Set([
            ...originals,
            ...networks.flatMap((each) => [each.padEnd(32, '0'), each.padEnd(32, '1')]),
          ]),
        ];
        expect(new Set(all.map(map)).size).toBe(all.length);
      }),
      { numRuns: 60 },
    );
  });

  // Addresses beside special ranges, and the bytes that hosts mostly have. A bit that stays in half of the cases is lost.
  it.each([
    ['11.22.33.44', 0],
    ['203.0.112.1', 0],
    ['192.169.7.254', 0],
    ['172.32.1.2', 0],
    ['8.8.8.8', 0],
    ['10.1.0.1', 8],
    ['10.1.0.2', 8],
    ['10.1.0.254', 8],
    ['192.168.1.10', 16],
    ['2001:db9::1', 3],
    ['2600:1f18::2', 3],
    ['fd00:10:1::1', 8],
  ] as const)('over_1,000_keys_no_bit_of_%s_stays_beyond_%i', (text, kept) => {
    const original = bits(text);
    const network = original.length === 32 ? [original.slice(0, 24)] : [];
    const turned = new Array<number>(original.length).fill(0);
    for (let key = 0; key < 1000; key++) {
      const originals = [original];
      const map = keepingEnds(prefixMap({ width: original.length === 32 ? 32 : 128, key: `key ${key}`, originals }), network, original.length === 32 ? 32 : 128); // prettier-ignore
      const image = map(original);
      for (let i = 0; i < original.length; i++)
        if (image[i] !== original[i]) turned[i] = (turned[i] ?? 0) + 1;
    }
    expect(turned.slice(0, kept).every((count) => count === 0)).toBe(true);
    // Half, but for what the special ranges take away from the first bits.
    for (const count of turned.slice(kept)) {
      expect(count).toBeGreaterThan(350);
      expect(count).toBeLessThan(650);
    }
  });

  it('no_original_becomes_an_original', () => {
    const inOneNetwork = fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(inOneNetwork, fc.string(), (hosts, key) => {
        const originals = hosts.map((host) => `192.0.2.${host}`);
        const map = mapOf(originals, [], key);
        for (const original of originals) {
          expect(through(map, original)).toMatch(/^192\.0\.2\./);
          expect(originals).not.toContain(through(map, original));
        }
      }),
    );
  });

  it.each([
    '10.1.2.3',
    '172.20.1.1',
    '192.168.7.9',
    '100.64.9.9',
    '169.254.3.3',
    '198.51.100.7',
    '239.1.2.3',
  ])('%s_stays_in_its_range', (address) => {
    const ranges = [
      /^10\./,
      /^172\.(1[6-9]|2\d|3[01])\./,
      /^192\.168\./,
      /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
      /^169\.254\./,
      /^198\.51\.100\./,
      /^239\./,
    ];
    const after = through(mapOf([address]), address);
    expect(after).not.toBe(address);
    expect(ranges.find((range) => range.test(address))?.test(after)).toBe(true);
  });

  it.each(['127.0.0.1', '0.0.0.0', '255.255.255.255', '255.255.255.0', '224.0.0.251', '10.0.0.0'])(
    '%s_says_nothing_and_stays',
    (address) => {
      expect(staysAsItIs(bits(address))).toBe(true);
    },
  );

  it('public_addresses_stay_public', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0x01000000, max: 0xdfffffff }), fc.string(), (value, key) => {
        const text = formatAddress(value);
        const inRange =
          /^(?:0|10|127|169\.254|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|172\.(?:1[6-9]|2\d|3[01]))\./;
        expect(inRange.test(through(mapOf([text], [], key), text))).toBe(inRange.test(text));
      }),
    );
  });

  it('the_first_and_last_address_of_a_network_stay_first_and_last', () => {
    const map = mapOf(['10.1.7.0', '10.1.7.255', '10.1.7.20'], [bits('10.1.7.0').slice(0, 24)]);
    const network = through(map, '10.1.7.0');
    expect(network).toMatch(/\.0$/);
    expect(through(map, '10.1.7.255')).toBe(network.replace(/0$/, '255'));
  });

  it('a_range_full_of_originals_is_no_endless_search', () => {
    const all = Array.from({ length: 256 }, (_, i) => `192.0.2.${i}`);
    expect(through(mapOf(all), '192.0.2.1')).toMatch(/^192\.0\.2\./);
  });
});
