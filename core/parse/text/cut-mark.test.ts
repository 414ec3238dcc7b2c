import { expect, test } from 'vitest';
import { isCutMark } from './cut-mark.ts';

test.each([
  ['...', true],
  ['[...]', true],
  ['(...)', true],
  ['<snip>', true],
  ['--- snip ---', true],
  ['# ... ...', true],
  ['default via 10.1.0.1', false],
  ['1', false],
])('%s is a mark of lines cut out: %s', (line, is) => {
  expect(isCutMark(line)).toBe(is);
});
