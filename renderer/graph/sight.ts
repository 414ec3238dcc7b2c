import type { ElementDefinition } from 'cytoscape';
import { grow, type Box } from '../../core/index.ts';

/** An element, and where it lies: for an edge a box for each of its straight pieces. */
export interface PlacedElement {
  readonly element: ElementDefinition;
  readonly boxes: readonly Box[];
}

/** A part of the picture. */
export interface Extent {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Text and arrows stand out of the box of what they belong to. */
const overhang = 60;

export function isInSight({ x1, y1, x2, y2 }: Extent, boxes: readonly Box[]): boolean {
  return boxes.some((box) => {
    const { left, right, top, bottom } = grow(box, overhang);
    return left <= x2 && right >= x1 && top <= y2 && bottom >= y1;
  });
}

/** What has to be there for a part of the picture, and the rest; each with nodes before edges. */
export function splitBySight(
  placed: readonly PlacedElement[],
  extent: Extent,
): { readonly near: readonly ElementDefinition[]; readonly far: readonly ElementDefinition[] } {
  const near = placed.filter(({ boxes }) => isInSight(extent, boxes)).map(({ element }) => element);
  const needed = new Set(near);
  // Edges hang on nodes that may be out of sight.
  const ends = new Set<unknown>(near.flatMap(({ data }): unknown[] => [data.source, data.target]));
  for (const { element } of placed) if (ends.has(element.data.id)) needed.add(element);
  const all = placed.map(({ element }) => element);
  const nodesFirst = (elements: readonly ElementDefinition[]) => [
    ...elements.filter(({ group }) => group === 'nodes'),
    ...elements.filter(({ group }) => group === 'edges'),
  ];
  return {
    near: nodesFirst(all.filter((element) => needed.has(element))),
    far: nodesFirst(all.filter((element) => !needed.has(element))),
  };
}
