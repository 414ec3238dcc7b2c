import { english } from './en/index.ts';
import type { Words } from './words.ts';
import { chinese } from './zh/index.ts';

/** The languages that Netopsy speaks, by their names in BCP 47. A further one is a folder beside `en` and a line here. */
export const languages = { en: english, zh: chinese } as const satisfies Readonly<Record<string, Words>>;

/** The catalogue of a language tag (`en`, `en-GB`); null where Netopsy does not speak it. */
export function wordsOf(tag: string): Words | null {
  const known: Readonly<Record<string, Words>> = languages;
  const language = tag.toLowerCase().split(/[-_]/)[0] ?? '';
  return Object.hasOwn(known, language) ? (known[language] as Words) : null;
}
