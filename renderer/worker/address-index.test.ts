import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressHits, indexAddresses } from './address-index.ts';

function fits(wanted: string, address: string): boolean {
  return addressHits([address], indexAddresses([address]), wanted)[0] === 1;
}

describe('a_wanted_address', () => {
  it.each<[string, string, boolean]>([
    ['10.1.0.2', '10.1.0.2', true],
    ['10.1.0.2', '10.1.0.20', false],
    ['10.1.0.0/24', '10.1.0.255', true],
    ['10.1.0.0/24', '10.1.1.0', false],
    ['203.0.113.0/25', '203.0.113.128', false],
    ['0.0.0.0/0', '203.0.113.7', true],
    ['0.0.0.0/0', '::1', false],
    ['0.0.0.0/0', 'eth0', false],
    ['fd00::1', 'fd00:0000:0000:0000:0000:0000:0000:0001', true],
    ['fd00::1', 'FD00::1', true],
    ['fd00::/8', 'fdff::1', true],
    ['fd00::/8', 'fe00::1', false],
    ['fd00:0:0:1::/64', 'fd00::1:0:0:0:5', true],
    ['fd00:0:0:1::/64', 'fd00::2:0:0:0:5', false],
    ['::/0', '10.1.0.2', false],
    ['::', '0:0:0:0:0:0:0:0', true],
    ['::ffff:10.1.0.2', '::ffff:0a01:0002', true],
    ['xxx.xxx.xxx.113', 'xxx.xxx.xxx.113', true],
    ['xxx.xxx.xxx.113', '10.0.0.113', false],
    ['10.1.0.0/33', '10.1.0.0', false],
    ['10.1', '10.1.0.0', true],
    ['10.1', '10.10.0.0', false],
    ['10.1.*', '10.1.255.3', true],
    ['172.16/12', '172.31.0.1', true],
    ['10', '10.1.0.0', false],
    ['1::2::3', '1::2::3', true],
    ['1:2:3', '1:2:3', true],
    ['::1', ':::1', false],
    ['1::', '1:::', false],
    ['::1', '::00001', false],
  ])('%s_for_%s_is_%s', (wanted, address, expected) => {
    expect(fits(wanted, address)).toBe(expected);
  });

  it('is_the_same_however_it_is_written', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const { version, words } = indexAddresses([address]);
        expect(version[0]).toBe(6);
        const full = [...words]
          .flatMap((word) => [word >>> 16, word & 0xffff])
          .map((group) => group.toString(16));
        expect(fits(address, full.map((group) => group.padStart(4, '0')).join(':'))).toBe(true);
        expect(new URL(`http://[${address}]`).hostname).toBe(new URL(`http://[${full.join(':')}]`).hostname);
      }),
    );
  });

  it('whatever_the_text_is_never_throws', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (wanted, address) => void fits(wanted, address)));
  });
});
