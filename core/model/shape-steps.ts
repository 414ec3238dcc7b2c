import type { Shape } from './journey.ts';

/** The steps of a way, first to last; `end` is its index in `shapes`. */
export function stepsOf(shapes: readonly Shape[], end: number): readonly Shape[] {
  const steps: Shape[] = [];
  for (let index = end; index > 0;) {
    const step = shapes[index] as Shape;
    steps.push(step);
    index = step.parent;
  }
  return steps.reverse();
}
