import { typeOfField } from '../../../dialects/nft/fields.ts';
import { readFieldWords } from '../../../dialects/nft/field-words.ts';

/**
 * The types of a key's parts: those of `type ipv4_addr . inet_service` as they stand, and for `typeof ip saddr . tcp
 * dport` the types of these fields (nft(8), "DATA TYPES"). A field whose type is not known stands for itself.
 */
export function keyTypes(text: string): readonly string[] {
  return text
    .trim()
    .split(/\s\.\s/)
    .map((padded) => {
      const part = padded.trim();
      const field = readFieldWords(part.split(' '), 0)?.words;
      return field === undefined ? part : (typeOfField(field) ?? part);
    });
}
