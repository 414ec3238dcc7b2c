import { expect, it } from 'vitest';
import { addressTest } from './address-test.ts';

it.each<[string, string, boolean]>([
  ['10.1.0.2', '10.1.0.2', true],
  ['10.1.0.2', '10.1.0.20', false],
  ['10.1.0.0/24', '10.1.0.255', true],
  ['10.1.0.0/24', '10.1.1.0', false],
  ['0.0.0.0/0', '203.0.113.7', true],
  ['0.0.0.0/0', '::1', false],
  ['fd00::1', 'fd00:0000:0000:0000:0000:0000:0000:0001', true],
  ['fd00::/8', 'fdff::1', true],
  ['::/0', '10.1.0.2', false],
  ['::ffff:10.1.0.2', '::ffff:0a01:0002', true],
  ['xxx.xxx.xxx.113', 'xxx.xxx.xxx.113', true],
  ['xxx.xxx.xxx.113', '10.0.0.113', false],
  ['10.1.0.0/33', '10.1.0.0', false],
  ['1::2::3', '1::2::3', true],
])('%s_for_%s_is_%s', (wanted, address, fits) => {
  expect(addressTest(wanted)(address)).toBe(fits);
});
