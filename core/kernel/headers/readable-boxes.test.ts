import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DecisionDiagrams, type Diagram, EVERYTHING, NOTHING } from '../sets/decision-diagrams.ts';
import { inRanges, withNumber } from '../sets/field-bits.ts';
import { newHeaderSpace } from '../sets/header-space.ts';
import { readableBoxes } from './readable-boxes.ts';

/** A rectangle of protocol, source and port. */
const rectangle = fc.record({
  protocol: fc.constantFrom(1, 6, 17),
  src: fc.tuple(fc.nat(15), fc.nat(15)),
  dport: fc.tuple(fc.nat(15), fc.nat(15)),
});

it('readable_boxes_hold_all_of_the_set_and_nothing_else_that_anybody_cares_about', () => {
  fc.assert(
    fc.property(
      fc.array(rectangle, { maxLength: 5 }),
      fc.array(rectangle, { maxLength: 3 }),
      (some, others) => {
        const space = newHeaderSpace('ipv4', ['eth0'], new DecisionDiagrams(1 << 18));
        const { diagrams, fields } = space;
        const range = ([a, b]: readonly [number, number]) => ({
          first: Math.min(a, b),
          last: Math.max(a, b),
        });
        const of = (list: typeof some): Diagram =>
          diagrams.union(
            list.map(({ protocol, src, dport }) =>
              [
                withNumber(diagrams, fields.protocol, protocol),
                inRanges(diagrams, fields.src, [range(src)]),
                inRanges(diagrams, fields.dport, [range(dport)]),
              ].reduce((set, each) => diagrams.and(set, each)),
            ),
          );
        const care = diagrams.not(of(others));
        const set = diagrams.and(of(some), care);
        const boxes = readableBoxes(space, set, { all: EVERYTHING, care }, 1000);
        const held = diagrams.union(
          boxes.map(({ box }) =>
            (['protocol', 'src', 'dport'] as const).reduce((all, field) => {
              const ranges = box.fields[field];
              return ranges === null ? all : diagrams.and(all, inRanges(diagrams, fields[field], ranges));
            }, 1),
          ),
        );
        expect(diagrams.minus(set, held)).toBe(NOTHING);
        expect(diagrams.and(diagrams.minus(held, set), care)).toBe(NOTHING);
        expect(diagrams.union(boxes.map(({ adds }) => adds))).toBe(set);
      },
    ),
  );
});
