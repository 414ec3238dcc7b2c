import type { Core, ElementDefinition } from 'cytoscape';

/** So many elements are styled, laid out and drawn within a frame, on slow machines too; fewer while the code is cold. */
const firstSlice = 8;
const largestSlice = 48;

/** Elements that are being added. */
export interface Adding {
  /** Adds the rest at once. */
  finish(): void;
  cancel(): void;
}

/** Adds elements a few at a time, a frame for each, so that the page can answer a key between two of them. Nodes must come before edges. */
export function addInSlices(cy: Core, elements: readonly ElementDefinition[]): Adding {
  let added = 0;
  let slice = firstSlice;
  let frame = 0;
  const next = () => {
    cy.add(elements.slice(added, added + slice));
    added += slice;
    slice = Math.min(2 * slice, largestSlice);
    // A frame later than the one that draws this slice.
    if (added < elements.length) frame = requestAnimationFrame(() => (frame = requestAnimationFrame(next)));
  };
  if (elements.length > 0) next();
  return {
    finish() {
      cancelAnimationFrame(frame);
      if (added < elements.length) cy.add(elements.slice(added));
      added = elements.length;
    },
    cancel: () => cancelAnimationFrame(frame),
  };
}
