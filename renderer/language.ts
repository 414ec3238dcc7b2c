import { english, languages, type Words, wordsOf } from '../core/index.ts';

/** Where the page keeps the language that its user chose. */
const key = 'netopsy.language';

/** What the user chose; '' where nothing was. A worker has no storage: the page gives it the language as its name. */
function chosen(): string {
  try {
    return typeof localStorage === 'undefined' ? (self.name ?? '') : (localStorage.getItem(key) ?? '');
  } catch {
    return '';
  }
}

/** What the browser says of its user; nothing where there is no browser. */
const preferred = typeof navigator === 'undefined' ? [] : navigator.languages;

/** The language of the window: the one chosen, else the first that the user prefers and that Netopsy speaks. */
export const words: Words = [chosen(), ...preferred].map(wordsOf).find((known) => known !== null) ?? english;

/** All languages, each by its tag and by its own name. */
export const choices: readonly { readonly tag: string; readonly name: string }[] = Object.entries(
  languages,
).map(([tag, { frame }]) => ({ tag, name: frame.nameOfLanguage }));

/** Keeps the language and begins the page anew in it: for where nothing is open. */
export function choose(tag: string): void {
  localStorage.setItem(key, tag);
  location.reload();
}
