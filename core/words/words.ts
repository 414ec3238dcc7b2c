import type { english } from './en/index.ts';

/**
 * The sentences of one language: functions of findings, which are plain data. The English catalogue is the type of all
 * others, so an entry that one of them lacks does not compile. Sentences are whole: no caller glues parts together.
 */
export type Words = typeof english;
