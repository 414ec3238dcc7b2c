/** What an archive may cost. A bundle that wants more is read up to the limit, with a diagnostic. */
export interface OpenLimits {
  /** All bytes that come out of all archives together, those that come out several times counted each time. */
  readonly unpackedBytes: number;
  /** Bytes out for each byte in, looked at once `ratioFromBytes` came out of one stream. Deflate itself ends at 1032. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  /** The same ratio of all that comes out to all that was handed in, looked at once this much came out. */
  readonly sumRatioFromBytes: number;
  readonly entries: number;
  /** The longest name of an entry, in bytes; longer ones are cut. */
  readonly nameBytes: number;
  /** The names of all entries together. */
  readonly namesBytes: number;
  /** An archive in an archive is 2: a customer's zip with the tar of each node, whose own archives are inside, is 3. */
  readonly nesting: number;
  /** Unpacked entries up to this size are kept in memory; larger ones are unpacked again whenever they are read. */
  readonly keptEntryBytes: number;
  readonly keptBytes: number;
}

/**
 * Trace events of one bundle: the lines of TRACE of a kernel log of some 60 GB. Who knows how much memory there is may
 * set less.
 */
export const mostTraceEvents = 200_000_000;

/** A gzipped kernel log of tens of gigabytes passes; a bomb of zeros does not. */
export const defaultLimits: OpenLimits = {
  unpackedBytes: 64 * 2 ** 30,
  ratio: 500,
  ratioFromBytes: 64 * 2 ** 20,
  sumRatioFromBytes: 128 * 2 ** 20,
  entries: 100_000,
  nameBytes: 4096,
  namesBytes: 32 * 2 ** 20,
  nesting: 4,
  keptEntryBytes: 32 * 2 ** 20,
  keptBytes: 256 * 2 ** 20,
};
