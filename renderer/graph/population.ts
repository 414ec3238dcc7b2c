import type { CollectionReturnValue, Core, ElementDefinition } from 'cytoscape';
import type { Drawing, PlacedNode } from '../../core/index.ts';
import { graphElements } from './elements.ts';
import { inSlices, type Slices } from './in-slices.ts';
import type { PlainCanvas } from './plain-canvas.ts';
import { splitBySight } from './sight.ts';
import { edgeState, nodeState, type ElementState, type Weights } from './weights.ts';

/** Places and edges, and how heavy they are. */
export interface Picture {
  readonly nodes: readonly PlacedNode[];
  readonly drawing: Drawing;
  readonly weights: Weights;
}

/** The elements of a graph. They come and change a slice at a time, and are drawn when all that is in sight is ready. */
export interface Population {
  /** Other elements, those in sight first. */
  fill(picture: Picture, isShown: (node: PlacedNode) => boolean): void;
  weigh(weights: Weights): void;
  /** Draws what there is, ready or not: a person moves the picture. */
  reveal(): void;
  cancel(): void;
}

/** So many elements are styled in a millisecond or two. */
const step = 8;

/** `onbusy`: whether what is in sight is still being made. */
export function populate(cy: Core, canvas: PlainCanvas, onbusy: (isBusy: boolean) => void): Population {
  let nodes: readonly PlacedNode[] = [];
  let weights: Weights | null = null;
  /** What edges and nodes show now, by their indexes. */
  let edgeStates: ElementState[] = [];
  let nodeStates: ElementState[] = [];
  let work: Slices | null = null;
  let isFilling = false;

  function add(elements: readonly ElementDefinition[], ondone: () => void) {
    work = inSlices(
      Math.ceil(elements.length / step),
      // To ask for the box computes style and shape: here, and not for all of them in the frame that draws them.
      (piece) => void cy.add(elements.slice(piece * step, (piece + 1) * step)).boundingBox(),
      ondone,
    );
  }

  function fill(picture: Picture, isShown: (node: PlacedNode) => boolean) {
    work?.cancel();
    canvas.hold();
    onbusy(true);
    ({ nodes } = picture);
    const own = (weights = picture.weights);
    edgeStates = picture.drawing.edges.map((_, index) => edgeState(own, index));
    nodeStates = nodes.map((_, index) => nodeState(own, index));
    cy.elements().remove();
    const { near, far } = splitBySight(graphElements(nodes, picture.drawing, own, isShown), cy.extent());
    isFilling = true;
    add(near, () => {
      canvas.release(() => {
        onbusy(false);
        // Nothing of the rest is in sight: no frame is drawn for it.
        canvas.hold();
        add(far, () => {
          isFilling = false;
          canvas.release();
          if (weights !== null && weights !== own) weigh(weights);
        });
      });
    });
  }

  function weigh(next: Weights) {
    weights = next;
    if (isFilling) return;
    work?.cancel();
    const changes = [
      ...edgeStates.flatMap((before, index) => {
        const after = edgeState(next, index);
        return same(before, after) ? [] : [() => changeEdge(index, after)];
      }),
      ...nodeStates.flatMap((before, index) => {
        const after = nodeState(next, index);
        return same(before, after) ? [] : [() => changeNode(index, after)];
      }),
    ];
    if (changes.length === 0) return canvas.release();
    canvas.hold();
    work = inSlices(
      changes.length,
      (piece) => changes[piece]?.(),
      () => canvas.release(),
    );
  }

  function changeEdge(index: number, state: ElementState) {
    edgeStates[index] = state;
    change(cy.getElementById(`e${index}`), state, { width: state.width, dying: state.dying });
    change(cy.getElementById(`l${index}`), state, { label: state.label });
  }

  function changeNode(index: number, state: ElementState) {
    nodeStates[index] = state;
    const isDrop = nodes[index]?.kind === 'drop';
    change(cy.getElementById(`n${index}`), state, isDrop ? { label: state.label } : {});
  }

  return {
    fill,
    weigh,
    reveal() {
      if (work !== null && !work.isOver()) canvas.release();
    },
    cancel: () => work?.cancel(),
  };
}

/** Elements that did not change are left alone: styling each anew is what costs. */
function change(element: CollectionReturnValue, state: ElementState, data: Record<string, unknown>): void {
  if (element.empty()) return;
  element.data(data);
  element.toggleClass('none', state.none);
  element.toggleClass('chosen', state.chosen);
  for (const name of ['more', 'fewer', 'appeared', 'vanished'])
    element.toggleClass(name, state.difference === name);
  element.boundingBox();
}

function same(a: ElementState, b: ElementState): boolean {
  return (
    a.label === b.label &&
    a.width === b.width &&
    a.dying === b.dying &&
    a.none === b.none &&
    a.chosen === b.chosen &&
    a.difference === b.difference
  );
}
