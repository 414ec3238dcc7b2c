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

/** Gives equal pairs of numbers (each below 2^26) one number, counted from 0 in the order of first appearance. */
export class Pairs {
  readonly #numbers = new Map<number, number>();
  #lastKey = -1;
  #last = 0;

  get count(): number {
    return this.#numbers.size;
  }

  number(first: number, second: number): number {
    const key = first * 0x4000000 + second;
    if (key === this.#lastKey) return this.#last;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
    }
    this.#lastKey = key;
    this.#last = number;
    return number;
  }
}
