import { english, type Words } from '../core/index.ts';

/** The language of the window. */
export const words: Words = english;
