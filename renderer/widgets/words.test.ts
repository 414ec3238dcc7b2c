import { expect, it } from 'vitest';
import { counted, fileSize, socket } from './words.ts';

it('counts_have_thousands_separators_and_the_right_noun', () => {
  expect(counted(1, 'packet')).toBe('1 packet');
  expect(counted(1204, 'packet')).toBe('1,204 packets');
});

it('sizes_are_short', () => {
  expect(fileSize(0)).toBe('0 B');
  expect(fileSize(999)).toBe('999 B');
  expect(fileSize(66_389)).toBe('66 kB');
  expect(fileSize(1_100_000_000)).toBe('1.1 GB');
});

it('ports_of_ipv6_addresses_stand_apart', () => {
  expect(socket('fd00::1', 53)).toBe('[fd00::1]:53');
  expect(socket('10.1.0.2', null)).toBe('10.1.0.2');
});
