import { type Box, boxesOf } from '../sets/boxes.ts';
import { type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { inRanges, withNumber } from '../sets/field-bits.ts';
import { type HeaderField, headerFields, type HeaderSpace } from '../sets/header-space.ts';

/** A box as people read it: it may hold headers that nobody cares about, and headers of boxes before it. */
export interface ReadableBox {
  readonly box: Box;
  /** The headers of the set that no box before it has. */
  readonly adds: Diagram;
}

/** Fields that boxes of the same headers often differ in for no reason; those that say the least come first. */
const generalisations: readonly (readonly HeaderField[])[] = [
  ['state', 'in', 'protocol'],
  ['in', 'protocol'],
  ['state', 'protocol'],
  ['protocol'],
  ['state', 'in'],
  ['in'],
  ['state'],
  [],
];

/** What is asked for, field by field, and what of it anybody cares about. */
export interface Asked {
  readonly all: Diagram;
  /** What the set has is cared about in any case. */
  readonly care: Diagram;
}

/**
 * A set as few wide boxes: together they hold all of it, and of what anybody cares about nothing else. Boxes that do not overlap tell `all
 * packets to 10.2.0.2, and tcp to its port 22` as what is tcp and what is not; now and then that is shorter all the same.
 * Not more than `most`; then what is left is in none of them.
 */
export function readableBoxes(
  space: HeaderSpace,
  set: Diagram,
  asked: Asked,
  most: number,
): readonly ReadableBox[] {
  const ways = [generalisations, generalisations.filter((fields) => !fields.includes('protocol'))];
  const [wide = [], narrow = []] = ways.map((fields) => boxesBy(space, set, asked, fields, most));
  return wide.length <= narrow.length ? wide : narrow;
}

function boxesBy(
  space: HeaderSpace,
  set: Diagram,
  { all, care }: Asked,
  ways: readonly (readonly HeaderField[])[],
  most: number,
): readonly ReadableBox[] {
  const { diagrams } = space;
  const boxes: ReadableBox[] = [];
  const idle = diagrams.minus(all, diagrams.or(care, set));
  const allowed = diagrams.or(set, idle);
  let rest = set;
  for (const fields of ways) {
    if (rest === NOTHING) break;
    const elsewhere = diagrams.not(onlyOf(space, all, fields));
    const wide = diagrams.and(
      forEvery(space, diagrams.or(allowed, elsewhere), fields),
      forSome(space, all, fields),
    );
    if (diagrams.and(rest, wide) === NOTHING) continue;
    // What was not asked for is cared about, too: left open, it would be cut into thousands of ranges.
    const simple = diagrams.simplified(
      wide,
      diagrams.not(forEvery(space, diagrams.or(idle, elsewhere), fields)),
    );
    for (const each of boxesOf(space, simple, most)) {
      if (each === null || boxes.length === most) return boxes;
      const adds = diagrams.and(rest, headersOf(space, each));
      if (adds === NOTHING) continue;
      rest = diagrams.minus(rest, adds);
      boxes.push({ box: withoutIdle(space, each, diagrams.and(set, headersOf(space, each))), adds });
    }
  }
  return boxes;
}

/** Of more sources than these nobody reads each. */
const MANY_RANGES = 32;

/** Without the sources that no header has. */
function withoutIdle(space: HeaderSpace, box: Box, meant: Diagram): Box {
  const { diagrams, fields: bits } = space;
  const { src } = box.fields;
  if (src === null || src.length > MANY_RANGES) return box;
  const used = src.filter((range) => diagrams.and(meant, inRanges(diagrams, bits.src, [range])) !== NOTHING);
  return { ...box, fields: { ...box.fields, src: used } };
}

/** What holds for some value of the fields. */
function forSome(
  { diagrams, fields: bits }: HeaderSpace,
  set: Diagram,
  fields: readonly HeaderField[],
): Diagram {
  return fields.reduce((left, field) => {
    const { first, width } = bits[field];
    return diagrams.some(left, first, first + width);
  }, set);
}

function forEvery(space: HeaderSpace, set: Diagram, fields: readonly HeaderField[]): Diagram {
  const { diagrams } = space;
  return diagrams.not(forSome(space, diagrams.not(set), fields));
}

/** What a set asks of these fields alone. */
function onlyOf(space: HeaderSpace, set: Diagram, fields: readonly HeaderField[]): Diagram {
  return forSome(
    space,
    set,
    headerFields.filter((field) => !fields.includes(field)),
  );
}

/** The headers of a box. */
function headersOf({ diagrams, fields: bits }: HeaderSpace, { fields, marks }: Box): Diagram {
  return headerFields.reduce((set, field) => {
    if (field === 'mark') {
      const each = marks?.map(({ value, mask }) => withNumber(diagrams, bits.mark, value, mask));
      return each === undefined ? set : diagrams.and(set, diagrams.union(each));
    }
    const ranges = fields[field];
    return ranges === null ? set : diagrams.and(set, inRanges(diagrams, bits[field], ranges));
  }, EVERYTHING);
}
