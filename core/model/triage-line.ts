/** One line of `netopsy triage --ndjson`: what a bundle is about, in short. */
export interface TriageLine {
  readonly bundle: string;
  readonly hosts: readonly string[];
  /** The times of the first and the last line of its traces, in UTC (ISO 8601); null where the log does not tell them. */
  readonly first: string | null;
  readonly last: string | null;
  /** The same as the log has them. */
  readonly firstStamp: string | null;
  readonly lastStamp: string | null;
  readonly packets: { readonly total: number; readonly byDisposition: Readonly<Record<string, number>> };
  /** Those of the most packets, at most three. */
  readonly deadEnds: readonly {
    readonly cause: { readonly kind: string; readonly summary: string; readonly confidence: string };
    readonly packets: number;
  }[];
  readonly missing: readonly {
    readonly host: string;
    readonly what: string;
    readonly command: string;
    readonly settles: string;
    readonly packets: number;
  }[];
  /** Why nothing of it could be analysed, in a sentence. */
  readonly error: string | null;
}
