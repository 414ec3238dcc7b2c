import type { AddressValue } from '../address.ts';
import { type Diagram, NOTHING } from './decision-diagrams.ts';
import type { FieldBits, ValueRange } from './field-bits.ts';
import type { HeaderField, HeaderSpace } from './header-space.ts';

/** Between which values the headers of a set have a field; not each value between them need be there. */
export interface FieldBounds {
  of(field: HeaderField): ValueRange;
}

/** Looked for when asked, once for each field. The set has a header. */
export function fieldBounds(space: HeaderSpace, set: Diagram): FieldBounds {
  const known = new Map<HeaderField, ValueRange>();
  return {
    of(field) {
      let range = known.get(field);
      if (range === undefined) {
        const entries = partsFrom(space, set, space.fields[field].first);
        range = {
          first: extreme(space, entries, space.fields[field], 0),
          last: extreme(space, entries, space.fields[field], 1),
        };
        known.set(field, range);
      }
      return range;
    },
  };
}

/** What the set comes to for any values of the bits above `level`. */
function partsFrom({ diagrams }: HeaderSpace, set: Diagram, level: number): ReadonlySet<Diagram> {
  const [parts, seen] = [new Set<Diagram>(), new Set<Diagram>()];
  const visit = (at: Diagram): void => {
    if (at === NOTHING || seen.has(at)) return;
    seen.add(at);
    if (diagrams.levelOf(at) >= level) {
      parts.add(at);
      return;
    }
    visit(diagrams.lowOf(at));
    visit(diagrams.highOf(at));
  };
  visit(set);
  return parts;
}

/** The least value of a field for `wanted` 0, the greatest for 1: each bit is the wanted one where some part allows it. */
function extreme(
  { diagrams }: HeaderSpace,
  entries: ReadonlySet<Diagram>,
  { first, width }: FieldBits,
  wanted: 0 | 1,
): AddressValue {
  let parts = entries;
  let [number, big] = [0, 0n];
  for (let level = first; level < first + width; level++) {
    const after = (bit: 0 | 1): ReadonlySet<Diagram> => {
      const next = new Set<Diagram>();
      for (const part of parts) {
        const asks = diagrams.levelOf(part) === level;
        const rest = !asks ? part : bit === 0 ? diagrams.lowOf(part) : diagrams.highOf(part);
        if (rest !== NOTHING) next.add(rest);
      }
      return next;
    };
    const preferred = after(wanted);
    const bit = preferred.size > 0 ? wanted : wanted === 0 ? 1 : 0;
    parts = preferred.size > 0 ? preferred : after(bit);
    if (width > 32) big = (big << 1n) | BigInt(bit);
    else number = number * 2 + bit;
  }
  return width > 32 ? big : number;
}
