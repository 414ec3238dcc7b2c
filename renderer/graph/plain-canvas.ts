import type { Core, SingularElementReturnValue } from 'cytoscape';
import type { Box } from '../../core/index.ts';
import { type Extent, isInSight } from './sight.ts';

/** How the graph is put on its canvas. */
export interface PlainCanvas {
  /** Nothing is drawn from now on, what is on the canvas stays. */
  hold(): void;
  /** Draws again, from the next frame on; `ondrawn` when that frame is drawn, unless it is held again before. */
  release(ondrawn?: () => void): void;
  /** While the picture moves: whether names, numbers and arrows are left out. */
  calm(isCalm: boolean): void;
}

/** The part of Cytoscape's canvas renderer that is used here; none of it is in its types. */
interface CanvasRenderer {
  render(options: unknown): void;
  drawLayeredElements(
    context: CanvasRenderingContext2D,
    elements: readonly SingularElementReturnValue[],
    pixelRatio: number,
    extent: Extent,
  ): void;
  drawElement(context: CanvasRenderingContext2D, element: SingularElementReturnValue): void;
  drawElementText(...context: readonly unknown[]): void;
  drawArrowheads(...context: readonly unknown[]): void;
}

/**
 * Draws what is in sight straight onto the canvas. Cytoscape first draws each element into a picture of its own, puts
 * these together to layers, and those onto the canvas, which pays where a graphics card copies pictures; without one
 * the first frame of three hundred chains takes ten times as long, and no later one is faster.
 */
export function plainCanvas(cy: Core): PlainCanvas {
  const renderer = (cy as unknown as { renderer(): CanvasRenderer }).renderer();
  const { render, drawElementText, drawArrowheads } = renderer;
  let isHeld = false;
  let drawn: (() => void) | undefined;
  let isCalm = false;
  renderer.render = (options) => {
    if (isHeld) return;
    render.call(renderer, options);
    const ondrawn = drawn;
    drawn = undefined;
    ondrawn?.();
  };
  renderer.drawLayeredElements = (context, elements, _ratio, extent) => {
    for (const element of elements)
      if (isInSight(extent, element.data('boxes') as readonly Box[])) renderer.drawElement(context, element);
  };
  renderer.drawElementText = (...context) => {
    if (!isCalm) drawElementText.apply(renderer, context as []);
  };
  renderer.drawArrowheads = (...context) => {
    if (!isCalm) drawArrowheads.apply(renderer, context as []);
  };
  return {
    hold() {
      isHeld = true;
      drawn = undefined;
    },
    release(ondrawn) {
      isHeld = false;
      drawn = ondrawn ?? drawn;
      cy.forceRender();
    },
    calm(now) {
      isCalm = now;
    },
  };
}
