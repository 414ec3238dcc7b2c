import type { Box } from '../model/graph.ts';
import { overlap } from './geometry.ts';

const cellSize = 64;

/** Boxes of a drawing, found again by where they lie: a question looks at the few that are near. */
export class BoxGrid {
  #cells = new Map<string, { readonly box: Box; readonly owner: number }[]>();

  /** `owner`: whose box it is, for `isFree`. */
  add(box: Box, owner: number): void {
    for (const cell of cellsOf(box)) {
      const known = this.#cells.get(cell);
      if (known === undefined) this.#cells.set(cell, [{ box, owner }]);
      else known.push({ box, owner });
    }
  }

  /** Whether no box of another owner overlaps this one. */
  isFree(box: Box, owner: number): boolean {
    return !cellsOf(box).some((cell) =>
      this.#cells.get(cell)?.some((other) => other.owner !== owner && overlap(box, other.box)),
    );
  }
}

function cellsOf({ left, right, top, bottom }: Box): readonly string[] {
  const cells: string[] = [];
  for (let column = Math.floor(left / cellSize); column <= Math.floor(right / cellSize); column++)
    for (let row = Math.floor(top / cellSize); row <= Math.floor(bottom / cellSize); row++)
      cells.push(`${column} ${row}`);
  return cells;
}
