import { Pairs } from './pairs.ts';
import type { HeaderColumns, TraceEvents } from './trace.ts';

/** Headers by their interfaces alone, which are few. */
export interface HeaderLinks {
  readonly count: number;
  /** Entry i: the class of header i. */
  readonly of: Uint32Array;
  /** By class: the first header of it. */
  readonly first: readonly number[];
}

/** Gives headers of the same `IN=`, `OUT=`, `PHYSIN=` and `PHYSOUT=` one number, counted from 0. */
export function headerLinks({ headers }: Pick<TraceEvents, 'headers'>): HeaderLinks {
  const { count, inInterface, outInterface, physIn, physOut } = headers;
  const of = new Uint32Array(count);
  const first: number[] = [];
  const [ends, ports, links] = [new Pairs(), new Pairs(), new Pairs()];
  const bridged = isBridged(headers);
  for (let header = 0; header < count; header++) {
    const end = ends.number(inInterface[header] as number, outInterface[header] as number);
    const link = !bridged
      ? end
      : links.number(end, ports.number(physIn[header] as number, physOut[header] as number));
    if (link === first.length) first.push(header);
    of[header] = link;
  }
  return { count: first.length, of, first };
}

/** Most logs name no ports of bridges. */
function isBridged({ physIn, physOut }: HeaderColumns): boolean {
  return physIn.some((name) => name !== 0) || physOut.some((name) => name !== 0);
}
