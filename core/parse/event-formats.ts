import type { ArtifactKind } from '../model/artifact.ts';
import type { Parsed, Sample } from './format.ts';
import type { TraceColumns } from './kernel-log/trace-columns.ts';
import { nftTrace } from './nft-trace.ts';
import { xtablesTrace } from './xtables-trace.ts';

/**
 * A foreign format whose lines are trace events. Like the other formats it never throws and gives every line one fate;
 * instead of records it adds events to the bundle's columns.
 */
export interface EventFormat {
  readonly kind: ArtifactKind;
  recognises(sample: Sample): boolean;
  /** `host`: the kernel whose packets these are, where the lines name none; '' where that is not known. */
  parse(lines: readonly string[], file: string, columns: TraceColumns, host: string): Omit<Parsed, 'records'>;
}

/** In the order in which a file is offered to them. The kernel log, which is read as bytes, is not among them. */
const eventFormats: readonly EventFormat[] = [nftTrace, xtablesTrace];

/** The event format of a file, from its first lines; null where none recognises them. */
export function recogniseEvents(sample: Sample): EventFormat | null {
  return eventFormats.find((format) => format.recognises(sample)) ?? null;
}
