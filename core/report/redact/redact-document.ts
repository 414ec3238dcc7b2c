import type { Redaction } from './redaction.ts';

/** Fields whose words are the schema's own, or that no name of a host or network is in. */
const wordsOfTheSchema = new Set(
  'schema kind stepKind disposition severity code confidence family protocol verdict policy proof time stamp type flags'.split(
    ' ',
  ),
);

/** A JSON document with the names taken out of all its texts. */
export function redactDocument(document: unknown, redaction: Redaction): unknown {
  return redacted(document, '', '');

  /** `list`: the field that holds the list or object that the value is in. */
  function redacted(value: unknown, field: string, list: string): unknown {
    if (typeof value === 'string') {
      if (wordsOfTheSchema.has(field)) return value;
      if (list === 'edges' && (field === 'from' || field === 'to')) return redactedPlace(value);
      const isHost = field === 'host' || (field === 'name' && list === 'hosts');
      return isHost ? redaction.host(value) : redaction.text(value);
    }
    if (Array.isArray(value)) return value.map((each) => redacted(each, field, field));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, redacted(each, name, field)]),
    );
  }

  /** `out:eth0`, `lost`: a host may be called `out` or `lost`. */
  function redactedPlace(place: string): string {
    const [own = ''] = /^(?:in:|out:|(?:local|routing|drop|lost)$)/.exec(place) ?? [];
    return own + redaction.text(place.slice(own.length));
  }
}
