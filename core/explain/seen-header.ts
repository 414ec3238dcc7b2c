import { shortAddress } from '../kernel/address.ts';
import { portsAt } from '../model/journey-events.ts';
import type { TraceEvents } from '../model/trace.ts';

/** The ends of a packet, its interfaces and its mark at one line of the log; '' for an interface that the line lacks. */
export interface SeenHeader {
  readonly src: string;
  readonly dst: string;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly inInterface: string;
  readonly outInterface: string;
  readonly physIn: string;
  readonly physOut: string;
  readonly mark: number;
}

export function headerAt(events: TraceEvents, event: number): SeenHeader {
  const { headers, names } = events;
  const header = events.header[event] as number;
  const name = (column: ArrayLike<number>): string => names[column[header] as number] as string;
  return {
    src: shortAddress(name(headers.src)),
    dst: shortAddress(name(headers.dst)),
    ...portsAt(events, event),
    inInterface: name(headers.inInterface),
    outInterface: name(headers.outInterface),
    physIn: name(headers.physIn),
    physOut: name(headers.physOut),
    mark: headers.mark[header] as number,
  };
}
