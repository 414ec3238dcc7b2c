import { describe, expect, test } from 'vitest';
import { english } from './en/index.ts';
import { languages, wordsOf } from './languages.ts';
import type { Words } from './words.ts';

describe('a_language', () => {
  test('is_found_by_its_tag_whatever_the_region_and_the_case', () => {
    for (const tag of ['en', 'EN', 'en-GB', 'en_US.UTF-8']) expect(wordsOf(tag)).toBe(english);
    for (const tag of ['', 'x', 'toString', '__proto__', 'english']) expect(wordsOf(tag)).toBeNull();
  });

  test('has_other_texts_and_the_same_entries', () => {
    const other: Words = { ...english, language: 'zh', window: { ...english.window, needed: '还需要' } };
    expect(Object.keys(other)).toEqual(Object.keys(english));
    // @ts-expect-error A catalogue that lacks a subject does not compile.
    const lacking: Words = { ...english, window: undefined };
    expect(lacking.language).toBe('en');
  });

  test.each(Object.entries(languages))('%s_is_listed_under_its_own_name', (name, words) => {
    expect(words.language).toBe(name);
  });
});
