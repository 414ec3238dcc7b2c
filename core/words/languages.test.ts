import { describe, expect, test } from 'vitest';
import { english } from './en/index.ts';
import { languages, wordsOf } from './languages.ts';
import type { Words } from './words.ts';
import { chinese } from './zh/index.ts';

describe('a_language', () => {
  test('is_found_by_its_tag_whatever_the_region_and_the_case', () => {
    for (const tag of ['en', 'EN', 'en-GB', 'en_US.UTF-8']) expect(wordsOf(tag)).toBe(english);
    for (const tag of ['zh', 'zh-CN', 'zh-Hans-CN', 'zh_CN.UTF-8']) expect(wordsOf(tag)).toBe(chinese);
    for (const tag of ['', 'x', 'toString', '__proto__', 'english']) expect(wordsOf(tag)).toBeNull();
  });

  test('has_the_entries_of_the_others', () => {
    // @ts-expect-error A catalogue that lacks a subject does not compile.
    const lacking: Words = { ...english, window: undefined };
    expect(lacking.language).toBe('en');
    expect(shapeOf(chinese)).toEqual(shapeOf(english));
  });

  test.each(Object.entries(languages))('%s_is_listed_under_its_own_name', (name, words) => {
    expect(words.language).toBe(name);
    expect(words.frame.nameOfLanguage).not.toBe('');
  });
});

describe('chinese', () => {
  const texts = textsOf(chinese).filter(([path]) => !/keys\.words\.\d+\.0$|\.example$/.test(path));

  test('has_no_English_sentence', () => {
    const sentences = texts.filter(([, text]) => /[a-z]{2,} (?:[a-z]{2,} ){2,}[a-z]{2,}/.test(text));
    // Commands, which the shell does not translate.
    expect(sentences.filter(([, text]) => !/[一-鿿]/u.test(text))).toEqual([]);
  });

  test('writes_its_own_punctuation_after_its_characters', () => {
    expect(texts.filter(([, text]) => /[一-鿿][,;:!?]|[一-鿿]\.(?!\w)/u.test(text))).toEqual([]);
  });

  test('leaves_the_terms_of_the_field_as_engineers_write_them', () => {
    expect(chinese.causes.title('rp-filter')).toBe('反向路径过滤');
    expect(chinese.terms.disposition('dropped')).toBe('被丢弃');
    expect(chinese.report.columns).toMatchObject({ chain: '链', rule: '规则', table: '表' });
  });
});

/** The entries of a catalogue, without what they say. */
function shapeOf(of: unknown): unknown {
  if (typeof of !== 'object' || of === null) return typeof of;
  return Object.fromEntries(
    Object.keys(of)
      .sort()
      .map((key) => [key, shapeOf((of as Record<string, unknown>)[key])]),
  );
}

/** All texts that stand in a catalogue as they are, with their places. */
function textsOf(of: unknown, path = ''): (readonly [string, string])[] {
  if (typeof of === 'string') return [[path, of]];
  if (typeof of !== 'object' || of === null) return [];
  return Object.entries(of).flatMap(([key, value]) => textsOf(value, path === '' ? key : `${path}.${key}`));
}
