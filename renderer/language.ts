import { english, type Words, wordsOf } from '../core/index.ts';

/** What the browser says of its user; nothing where there is no browser. */
const preferred = typeof navigator === 'undefined' ? [] : navigator.languages;

/** The language of the window: the first of those that the user prefers and that Netopsy speaks. */
export const words: Words = preferred.map(wordsOf).find((known) => known !== null) ?? english;
