import type { EventFormat } from './event-format.ts';
import type { Sample } from '../format.ts';
import { nftTrace } from './nft/nft-trace.ts';
import { ulogd } from './log-target/ulogd.ts';
import { xtablesTrace } from './xtables/xtables-trace.ts';

/** In the order in which a file is offered to them. The kernel log, which is read as bytes, is not among them. */
export const eventFormats = [nftTrace, xtablesTrace, ulogd] as const satisfies readonly EventFormat<string>[];

declare module '../../model/registered.ts' {
  interface Registered {
    readonly tracer: (typeof eventFormats)[number]['kind'];
  }
}

/** The event format of a file, from its first lines; null where none recognises them. */
export function recogniseEvents(sample: Sample): EventFormat | null {
  return eventFormats.find((format) => format.recognises(sample)) ?? null;
}
