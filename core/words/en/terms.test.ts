import { expect, it } from 'vitest';
import { socketText } from '../../model/socket-text.ts';
import { fileSize, packets, some } from './terms.ts';

it('counts_have_thousands_separators_and_the_right_noun', () => {
  expect(packets(1)).toBe('1 packet');
  expect(packets(1204)).toBe('1,204 packets');
});

it('sizes_are_short', () => {
  expect(fileSize(0)).toBe('0 B');
  expect(fileSize(999)).toBe('999 B');
  expect(fileSize(66_389)).toBe('66 kB');
  expect(fileSize(1_100_000_000)).toBe('1.1 GB');
});

it('of_many_names_three_are_told', () => {
  expect(some(['a', 'b'])).toBe('a, b');
  expect(some(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});

it('ports_of_ipv6_addresses_stand_apart', () => {
  expect(socketText('fd00::1', 53)).toBe('[fd00::1]:53');
  expect(socketText('10.1.0.2', null)).toBe('10.1.0.2');
});
