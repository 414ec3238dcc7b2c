import { expect, test } from 'vitest';
import { tosValue } from './tos-value.ts';

test('numbers_and_dsfield_names_are_the_byte_that_the_kernel_compares', () => {
  expect(['0x10', '16', 'AF11', 'af43', 'CS6', 'EF', 'lowdelay'].map(tosValue)).toEqual([
    0x10, 16, 0x28, 0x98, 0xc0, 0xb8, 0x10,
  ]);
});

test('what_is_no_tos_is_null', () => {
  expect(['AF51', 'CS8', '', 'x', '1000'].map(tosValue)).toEqual([null, null, null, null, null]);
});
