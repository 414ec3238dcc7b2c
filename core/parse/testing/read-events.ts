import { deltaNumber } from '../../model/delta-column.ts';
import type { PrintedRule, TracePlace } from '../../model/trace.ts';
import type { EventFormat } from '../tracers/event-format.ts';
import { TraceColumns } from '../tracers/kernel-log/trace-columns.ts';

/** An event with all names in words. */
export interface EventInWords extends Omit<TracePlace, 'printed'> {
  readonly printed: PrintedRule | null;
  readonly traceId: string;
  readonly line: number;
  readonly inInterface: string;
  readonly outInterface: string;
  readonly src: string;
  readonly dst: string;
  readonly sport: number;
  readonly dport: number;
  readonly tos: number;
  readonly ttl: number;
  readonly mark: number;
  readonly dstMac: string;
  readonly protocol: string;
  readonly ipId: number;
  readonly length: number;
  readonly fragment: number;
  readonly seq: number;
  readonly tcpFlags: number;
  readonly icmpType: number;
  readonly icmpCode: number;
}

/** Reads a text by an event format, for tests. */
export function readEvents(format: EventFormat, text: string, host = '') {
  const columns = new TraceColumns();
  const { lines, diagnostics } = format.parse(text.split('\n'), 'file', columns, host);
  const { count, names, places, headers, identities, ...events } = columns.finish();
  const all = Array.from({ length: count }, (_, event): EventInWords => {
    const header = events.header[event] ?? -1;
    const identity = events.identity[event] ?? -1;
    const place = places[events.place[event] ?? -1] as TracePlace;
    const name = (column: ArrayLike<number>, at: number): string => names[column[at] ?? 0] ?? '';
    const number = (column: ArrayLike<number>, at: number): number => column[at] ?? NaN;
    return {
      ...place,
      traceId: name(identities.traceId, identity),
      line: deltaNumber(events.line, event),
      inInterface: name(headers.inInterface, header),
      outInterface: name(headers.outInterface, header),
      src: name(headers.src, header),
      dst: name(headers.dst, header),
      sport: number(headers.sport, header),
      dport: number(headers.dport, header),
      tos: number(headers.tos, header),
      ttl: number(events.ttl, event),
      mark: number(headers.mark, header),
      dstMac: name(headers.dstMac, header),
      protocol: name(identities.protocol, identity),
      ipId: number(identities.ipId, identity),
      length: number(identities.length, identity),
      fragment: number(identities.fragment, identity),
      seq: number(identities.seq, identity),
      tcpFlags: number(identities.tcpFlags, identity),
      icmpType: number(identities.icmpType, identity),
      icmpCode: number(identities.icmpCode, identity),
    };
  });
  return { lines, diagnostics, events: all };
}
