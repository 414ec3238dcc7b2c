import type { Field } from '../../model/rule-field.ts';
import { conntrackEntries } from './fields/conntrack.ts';
import type { FieldEntry } from './fields/field-entry.ts';
import { headerEntries } from './fields/headers.ts';
import { metaEntries } from './fields/meta.ts';
import { becauseOf } from './fields/unknowable.ts';
import { readFieldWords } from './field-words.ts';

/** Every field that a bundle can tell. */
const entries: readonly FieldEntry[] = [...headerEntries, ...metaEntries, ...conntrackEntries];

/** A field as it stands in a rule, with the data type of its values. */
export interface NftField {
  readonly words: string;
  readonly field: Field;
  readonly type: string;
}

/** The field that begins at a word, and where the rule goes on after it; null where none does. */
export function readField(
  words: readonly string[],
  start: number,
): (NftField & { readonly next: number }) | null {
  const read = readFieldWords(words, start);
  return read === null ? null : { ...fieldNamed(read.words), next: read.next };
}

/** The field of those words; one that no bundle tells is `other`. */
export function fieldNamed(words: string): NftField {
  const entry = byWords.get(words);
  if (entry !== undefined) return { words, field: entry[1], type: entry[2] };
  const generator = /^(?:numgen|jhash|symhash) .*?\bmod (\d{1,9})(?: seed \S+)?(?: offset (\d{1,9}))?$/.exec(
    words,
  );
  if (generator !== null) {
    const [, modulus = '', offset = '0'] = generator;
    const field: Field = {
      kind: 'number-generator',
      words,
      modulus: Number(modulus),
      offset: Number(offset),
    };
    return { words, field, type: 'integer' };
  }
  return { words, field: { kind: 'other', words, because: becauseOf(words) }, type: 'integer' };
}

/** A field in nft's words, and the data type of its values. */
export function printField(field: Field): { readonly words: string; readonly type: string } {
  if (field.kind === 'other' || field.kind === 'number-generator')
    return { words: field.words, type: 'integer' };
  const entry = byField.get(JSON.stringify(field));
  return entry === undefined ? { words: field.kind, type: 'integer' } : { words: entry[0], type: entry[2] };
}

/** The data type of a set's part, for `typeof ip saddr`; null for a field whose type is not known. */
export function typeOfField(words: string): string | null {
  return byWords.get(words)?.[2] ?? null;
}

const byWords: ReadonlyMap<string, FieldEntry> = new Map(entries.map((entry) => [entry[0], entry]));
const byField: ReadonlyMap<string, FieldEntry> = new Map(
  entries.map((entry) => [JSON.stringify(entry[1]), entry]),
);
