import type { Journeys, ChainPath } from './journey.ts';

/** The steps of a way, first to last; `end` is its index in `shapes`. */
export function stepsOf(shapes: readonly ChainPath[], end: number): readonly ChainPath[] {
  const steps: ChainPath[] = [];
  for (let index = end; index > 0;) {
    const step = shapes[index] as ChainPath;
    steps.push(step);
    index = step.parent;
  }
  return steps.reverse();
}

/** How many journeys took each way to its end, by the way's index in `shapes`. */
export function countByShape({ shape, shapes }: Journeys): Uint32Array {
  const counts = new Uint32Array(shapes.length);
  for (let journey = 0; journey < shape.length; journey++) {
    const end = shape[journey] as number;
    counts[end] = (counts[end] as number) + 1;
  }
  return counts;
}
