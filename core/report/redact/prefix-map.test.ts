import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../../kernel/address.ts';
import { addressOf, bitsOf } from './bits.ts';
import { prefixMap } from './prefix-map.ts';
import { staysAsItIs } from './special-ranges.ts';

const bits = (text: string) => bitsOf(parseAddress(text) ?? 0);
const through = (map: (address: string) => string, text: string) => formatAddress(addressOf(map(bits(text))));
const mapOf = (originals: readonly string[], networks: readonly string[] = [], key = 'k') =>
  prefixMap({ width: 32, key, originals: originals.map(bits), networks });

function shared(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

describe('prefix_map', () => {
  it.each([32, 128] as const)('two_addresses_share_as_many_bits_after_as_before (%i bits)', (width) => {
    const address = fc
      .array(fc.constantFrom('0', '1'), { minLength: width, maxLength: width })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.array(address, { minLength: 2, maxLength: 12 }), fc.string(), (originals, key) => {
        const map = prefixMap({ width, key, originals, networks: [] });
        const [a = '', b = ''] = originals;
        expect(shared(map(a), map(b))).toBe(shared(a, b));
      }),
      { numRuns: 60 },
    );
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
