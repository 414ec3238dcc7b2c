import type { Field } from '../../../model/rule-field.ts';

/** A field in nft's words, what it is, and the data type of its values. */
export type FieldEntry = readonly [words: string, field: Field, type: string];
