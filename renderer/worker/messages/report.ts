import type { OwnWords } from '../../../core/index.ts';

export interface ReportAsk {
  readonly of: 'capture' | 'comparison';
  /** The bundle's name, or both. */
  readonly title: string;
  /** Words to replace besides addresses, MACs and the names of hosts; null to replace nothing. */
  readonly redact: { readonly words: readonly string[] } | null;
  /** The language of the report, which is the reader's. */
  readonly language: string;
  /** Whether the report of a capture says what would let each dead end pass. */
  readonly fixes: 'with-fixes' | 'without-fixes';
  /** What the operator says at the head of the report; null for none. */
  readonly own: OwnWords | null;
}

export interface MadeReport {
  readonly html: Uint8Array;
  /** What redaction did; it stays with the operator. Null where none was asked for. */
  readonly redacted: Redacted | null;
}

export interface Redacted {
  /** What stands for what, as a file of JSON. */
  readonly map: Uint8Array;
  /** The same as a list: the original, and what is shown in its place. */
  readonly replaced: readonly (readonly [string, string])[];
  /** Words of the bundle that stay and may be the customer's, the most frequent first. */
  readonly suggested: readonly string[];
}
