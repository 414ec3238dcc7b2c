import fc from 'fast-check';
import { expect, it } from 'vitest';
import { width, wrapped } from './wrapped.ts';

it('breaks_at_blanks_and_indents_what_follows', () => {
  expect(wrapped(['  one two three four', 'short'], 12)).toEqual([
    '  one two',
    '      three',
    '      four',
    'short',
  ]);
});

it('leaves_a_long_word_whole', () => {
  expect(wrapped(['a 0123456789abcdef b'], 10)).toEqual(['a', '    0123456789abcdef', '    b']);
});

it('counts_two_columns_for_a_Chinese_character', () => {
  expect(width('链 x')).toBe(4);
  expect(wrapped(['规则 规则 规则'], 9)).toEqual(['规则 规则', '    规则']);
});

it('breaks_Chinese_between_characters_but_not_before_what_closes_nor_after_what_opens', () => {
  expect(wrapped(['规则一被丢弃（规则）。'], 8, 2)).toEqual(['规则一被', '  丢弃', '  （规', '  则）。']);
});

it('keeps_every_word_and_makes_no_line_too_long_that_has_a_blank_to_break_at', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '  '), maxLength: 80 }), (text) => {
      const lines = wrapped([text], 20);
      expect(lines.join(' ').split(' ').filter(Boolean)).toEqual(text.split(' ').filter(Boolean));
      for (const line of lines)
        expect(line.length <= 20 || !line.trim().includes(' ') || line.trimEnd().length <= 20).toBe(true);
    }),
  );
});
