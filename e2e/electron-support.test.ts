import { expect, test } from 'vitest';
import { electronFault } from '../build/electron-support.mjs';

test('three_majors_of_electron_get_fixes_and_the_one_before_them_is_told', () => {
  expect(electronFault('^45.5.0', '45.5.0')).toBeNull();
  expect(electronFault('^45.5.0', '47.0.0')).toBeNull();
  expect(electronFault('^42.11.18', '45.5.0')).toBe(
    'Electron 42 gets no fixes any more: 45 is the newest major, 43 the oldest with fixes.',
  );
  expect(electronFault('~9.1.0', '10.0.0')).toBeNull();
});

test('what_is_no_version_is_no_support', () => {
  expect(electronFault('latest', '45.5.0')).toContain('Not versions');
  expect(electronFault('^45.5.0', '')).toContain('Not versions');
});
