import type { ArtifactKind, LineCounts } from '../model/artifact.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Records } from '../model/records.ts';

/** The beginning of a file, enough to recognise it by. */
export interface Sample {
  /** Path in the bundle; breaks ties only. */
  readonly path: string;
  /** The first lines (up to 400 lines or 64 KiB), without their line ends. */
  readonly lines: readonly string[];
}

/** What a parser made of one file. */
export interface Parsed {
  readonly records: Records;
  readonly lines: LineCounts;
  readonly diagnostics: readonly Diagnostic[];
  /** The host that the file itself names (a shell prompt, `kernel.hostname`); null where it names none. */
  readonly host: string | null;
}

/**
 * One foreign file format. Parsers never throw on any input: a line that can't be read is counted as malformed and
 * gets a diagnostic (the first few; the counts have them all).
 */
export interface Format<Kind extends string = ArtifactKind> {
  /** One word for it, which no other format has: `ArtifactKind` is made of them. */
  readonly kind: Kind;
  /** The command or file that it comes from, as the page of inputs (docs/reads.md) names it; left out for what is not read. */
  readonly madeBy?: string;
  /** Whether the file is this format, from its content; the first format of `formats` that says yes parses it. */
  recognises(sample: Sample): boolean;
  /**
   * Whether a line can only be of this format, so that the format's part of a file of many begins there at the latest
   * (`*nat`, `Chain INPUT (policy DROP)`, `0:\tfrom all lookup local`). Called for every line of such a file.
   */
  begins?(line: string): boolean;
  /**
   * Whether a line below one of this format can be nothing else, neither a heading nor of another format. It spares the
   * lines of large files all other questions, so it is cheap, and says no where there is any doubt.
   */
  goesOn?(line: string): boolean;
  /** `lines[0]` is line 1. `file` is the path that evidence and diagnostics name. */
  parse(lines: readonly string[], file: string): Parsed;
}
