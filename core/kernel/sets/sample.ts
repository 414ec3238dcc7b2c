import type { AddressValue } from '../address.ts';
import { type Diagram, EVERYTHING, NOTHING } from './decision-diagrams.ts';
import { type HeaderField, headerFields, type HeaderSpace } from './header-space.ts';

/** The numbers of one header; addresses of IPv6 are bigints. */
export type SampledHeader = Readonly<Record<HeaderField, AddressValue>>;

/** Decides a bit that the set leaves free: 0 or 1. */
export type FreeBit = () => 0 | 1;

/** One header of a set for some answers to all questions; null for the empty set. Free bits are 0 unless `free` says otherwise. */
export function sampleHeader(
  space: HeaderSpace,
  set: Diagram,
  free: FreeBit = () => 0,
): SampledHeader | null {
  if (set === NOTHING) return null;
  const { diagrams, fields, firstQuestion } = space;
  const bits = new Map<number, 0 | 1>();
  let at = set;
  while (at !== EVERYTHING && diagrams.levelOf(at) < firstQuestion) {
    const [low, high] = [diagrams.lowOf(at), diagrams.highOf(at)];
    const bit = low === NOTHING ? 1 : high === NOTHING ? 0 : free();
    bits.set(diagrams.levelOf(at), bit);
    at = bit === 1 ? high : low;
  }
  const read = (field: HeaderField): AddressValue => {
    const { first, width } = fields[field];
    let [number, big] = [0, 0n];
    for (let level = first; level < first + width; level++) {
      const bit = bits.get(level) ?? free();
      if (width > 32) big = (big << 1n) | BigInt(bit);
      else number = number * 2 + bit;
    }
    return width > 32 ? big : number;
  };
  return Object.fromEntries(headerFields.map((field) => [field, read(field)])) as unknown as SampledHeader;
}

/** Whether a header is in a set, whatever the answers to all questions are, for some of them, or not. */
export function holdsHeader(space: HeaderSpace, set: Diagram, header: SampledHeader): Diagram {
  const { diagrams, fields, firstQuestion } = space;
  let at = set;
  while (at !== EVERYTHING && at !== NOTHING && diagrams.levelOf(at) < firstQuestion) {
    const level = diagrams.levelOf(at);
    const field = headerFields.find((name) => level < fields[name].first + fields[name].width) ?? 'mark';
    const { first, width } = fields[field];
    const shift = width - 1 - (level - first);
    const value = header[field];
    const bit =
      typeof value === 'bigint' ? Number((value >> BigInt(shift)) & 1n) : Math.floor(value / 2 ** shift) % 2;
    at = bit === 1 ? diagrams.highOf(at) : diagrams.lowOf(at);
  }
  return at;
}
