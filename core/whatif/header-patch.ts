import { grownColumn } from '../model/column-memory.ts';
import type { SimulatedStep } from '../model/simulation.ts';
import type { HeaderColumns } from '../model/trace.ts';

/** What of the header that a packet came with is another one at a step of its walk; null: as it came. */
export interface HeaderPatch {
  readonly outInterface: string | null;
  readonly src: string | null;
  readonly dst: string | null;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly mark: number | null;
  readonly tos: number | null;
  /** How many hops of its TTL are used up. */
  readonly hops: number;
}

const asItCame: HeaderPatch = {
  outInterface: null,
  src: null,
  dst: null,
  sport: null,
  dport: null,
  mark: null,
  tos: null,
  hops: 0,
};

/** The header at each step of a walk: a trace shows a packet as it comes to a rule, so what a rule rewrites shows in the next. */
export function headersOnWay(steps: readonly SimulatedStep[]): ReadonlyMap<SimulatedStep, HeaderPatch> {
  const at = new Map<SimulatedStep, HeaderPatch>();
  let patch = asItCame;
  for (const step of steps) {
    at.set(step, patch);
    patch = step.kind === 'routing' ? routed(patch, step) : rewritten(patch, step);
  }
  return at;
}

function routed(patch: HeaderPatch, { decision }: Extract<SimulatedStep, { kind: 'routing' }>): HeaderPatch {
  if (decision.kind !== 'forward' && decision.kind !== 'send') return patch;
  const [hop, ...others] = decision.hops;
  const outInterface = others.length > 0 ? null : (hop?.dev ?? null);
  return { ...patch, outInterface, hops: decision.kind === 'forward' ? 1 : 0 };
}

function rewritten(patch: HeaderPatch, { changes }: Extract<SimulatedStep, { kind: 'step' }>): HeaderPatch {
  let next = patch;
  for (const { field, after } of changes) {
    if (field === 'src' || field === 'dst') next = { ...next, [field]: after };
    // What is not known has no number.
    else if (field === 'sport' || field === 'dport' || field === 'mark' || field === 'tos') {
      const value = Number(after);
      if (Number.isInteger(value)) next = { ...next, [field]: value };
    }
  }
  return next;
}

/** Headers of a capture, and those that walks make of them. */
export class PatchedHeaders {
  readonly #columns: { -readonly [Name in keyof Omit<HeaderColumns, 'count'>]: HeaderColumns[Name] };
  readonly #names: string[];
  readonly #numbers = new Map<string, number>();
  readonly #patches = new Map<string, number>();
  readonly #known = new Map<number, number>();
  #count: number;

  constructor({ count, ...columns }: HeaderColumns, names: readonly string[]) {
    this.#count = count;
    const own = (column: ArrayLike<number>): Uint32Array => Uint32Array.from(column);
    this.#columns = {
      inInterface: own(columns.inInterface),
      outInterface: own(columns.outInterface),
      physIn: own(columns.physIn),
      physOut: own(columns.physOut),
      src: own(columns.src),
      dst: own(columns.dst),
      sport: columns.sport.slice(),
      dport: columns.dport.slice(),
      tos: columns.tos.slice(),
      mark: own(columns.mark),
      dstMac: own(columns.dstMac),
    };
    this.#names = [...names];
  }

  /** The index of the header `of` with a patch. */
  patched(of: number, patch: HeaderPatch, isIcmp: boolean): number {
    const words = JSON.stringify([patch, isIcmp]);
    const number = this.#patches.get(words) ?? this.#patches.size;
    this.#patches.set(words, number);
    const key = of * 65_536 + number;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.#add(of, patch, isIcmp);
    this.#known.set(key, made);
    return made;
  }

  columns(): HeaderColumns {
    return { count: this.#count, ...this.#columns };
  }

  names(): readonly string[] {
    return this.#names;
  }

  #add(of: number, patch: HeaderPatch, isIcmp: boolean): number {
    const index = this.#count++;
    const columns = this.#columns;
    const copied = <C extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(column: C): C => {
      const room = grownColumn(column, index);
      room[index] = room[of] as number;
      return room;
    };
    for (const name of columnNames) Object.assign(columns, { [name]: copied(columns[name]) });
    const { outInterface, src, dst, sport, dport, mark, tos } = patch;
    if (outInterface !== null) columns.outInterface[index] = this.#name(outInterface);
    if (src !== null) columns.src[index] = this.#name(src);
    if (dst !== null) columns.dst[index] = this.#name(dst);
    if (sport !== null && !isIcmp) columns.sport[index] = sport;
    if (dport !== null && !isIcmp) columns.dport[index] = dport;
    if (mark !== null) columns.mark[index] = mark;
    if (tos !== null) columns.tos[index] = tos;
    return index;
  }

  #name(name: string): number {
    if (this.#numbers.size === 0) this.#names.forEach((each, index) => this.#numbers.set(each, index));
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }
}

const columnNames = [
  'inInterface',
  'outInterface',
  'physIn',
  'physOut',
  'src',
  'dst',
  'sport',
  'dport',
  'tos',
  'mark',
  'dstMac',
] as const;
