import type { Surface } from './painting.ts';

/** A canvas over its container, painted at most once a frame. */
export interface Layer {
  /** Paints in the next frame; while it moves, swiftly, and as it should be once it stands still. */
  paint(isMoving: boolean): void;
  /** The container has another size; what is on the canvas stays until the next frame. */
  resize(): void;
  destroy(): void;
}

/** A picture stands still after this many milliseconds without a move. */
const stillAfter = 150;

export function layerIn(
  container: HTMLElement,
  onpaint: (surface: Surface, isSwift: boolean) => void,
): Layer {
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { position: 'absolute', inset: '0', zIndex: '1', pointerEvents: 'none' });
  container.append(canvas);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  let frame = 0;
  let still: ReturnType<typeof setTimeout> | undefined;
  let isMoving = false;

  function fitContainer(): Surface {
    const { clientWidth: width, clientHeight: height } = container;
    const ratio = window.devicePixelRatio;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    // Setting a size empties a canvas, the same size too.
    if (canvas.width !== wide || canvas.height !== high) {
      [canvas.width, canvas.height] = [wide, high];
      Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    }
    return { context, width, height, ratio };
  }

  function request() {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      onpaint(fitContainer(), isMoving);
    });
  }

  return {
    paint(moves) {
      if (moves) {
        isMoving = true;
        clearTimeout(still);
        still = setTimeout(() => {
          isMoving = false;
          request();
        }, stillAfter);
      }
      request();
    },
    resize: request,
    destroy() {
      cancelAnimationFrame(frame);
      clearTimeout(still);
      canvas.remove();
    },
  };
}
