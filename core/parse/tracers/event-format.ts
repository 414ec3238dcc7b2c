import type { ArtifactKind } from '../../model/artifact.ts';
import type { Parsed, Sample } from '../format.ts';
import type { TraceColumns } from './kernel-log/trace-columns.ts';

/**
 * A foreign format whose lines are trace events. Like the other formats it never throws and gives every line one fate;
 * instead of records it adds events to the bundle's columns.
 */
export interface EventFormat<Kind extends string = ArtifactKind> {
  /** See `Format.kind`. */
  readonly kind: Kind;
  /** See `Format.madeBy`. */
  readonly madeBy: string;
  recognises(sample: Sample): boolean;
  /** Whether a line can only be of this format; see `Format.begins`. */
  begins?(line: string): boolean;
  /**
   * `host`: the kernel whose packets these are, where the lines name none; '' where that is not known. The answer's
   * `host` is the one that the events are of.
   */
  parse(lines: readonly string[], file: string, columns: TraceColumns, host: string): Omit<Parsed, 'records'>;
}
