import type { english } from './en/index.ts';

/**
 * The sentences of one language: functions of findings, which are plain data. The English catalogue is the type of all
 * others, so an entry that one of them lacks does not compile. Sentences are whole: no caller glues parts together.
 */
export type Words = InAnyLanguage<typeof english>;

/** The same entries with any text in them; lists stay as long as they are. */
type InAnyLanguage<T> = T extends string
  ? string
  : T extends (...parameters: never[]) => unknown
    ? T
    : { readonly [K in keyof T]: InAnyLanguage<T[K]> };
