import { Pairs } from './pairs.ts';
import type { HeaderColumns } from './trace.ts';

/** Headers by their interfaces alone, which are few: entry i of `of` is the class of header i. */
export interface HeaderLinks {
  readonly count: number;
  readonly of: Uint32Array;
}

/** Gives headers of the same `IN=`, `OUT=`, `PHYSIN=` and `PHYSOUT=` one number, counted from 0. */
export function headerLinks({
  count,
  inInterface,
  outInterface,
  physIn,
  physOut,
}: HeaderColumns): HeaderLinks {
  const of = new Uint32Array(count);
  const ends = new Pairs();
  const ports = new Pairs();
  const links = new Pairs();
  for (let header = 0; header < count; header++) {
    const end = ends.number(inInterface[header] as number, outInterface[header] as number);
    const port = ports.number(physIn[header] as number, physOut[header] as number);
    of[header] = links.number(end, port);
  }
  return { count: links.count, of };
}
