import type { Redaction } from './redaction.ts';

/** Fields whose words are the schema's own. */
const wordsOfTheSchema = new Set(
  'schema kind stepKind disposition severity code confidence family protocol verdict policy proof'.split(' '),
);

/** A JSON document with the names taken out of all its texts, and checked. */
export function redactDocument(document: unknown, redaction: Redaction): unknown {
  return redacted(document, '');

  function redacted(value: unknown, field: string): unknown {
    if (typeof value === 'string') {
      if (wordsOfTheSchema.has(field)) return value;
      const text = redaction.text(value);
      redaction.check(text);
      return text;
    }
    if (Array.isArray(value)) return value.map((each) => redacted(each, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, redacted(each, name)]));
  }
}
