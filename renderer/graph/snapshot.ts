import type { Surface } from './painting.ts';
import type { View } from './view.ts';

/** A large graph as it was painted, with as much again around what was in sight: while it moves, the snapshot moves. */
export interface Snapshot {
  /**
   * Shows a view of what `of` stands for: from the snapshot where that will do, else `paint` is asked for another one, of a
   * wider view. A picture that stands still is not scaled, and nothing is left out of it.
   */
  show(
    surface: Surface,
    view: View,
    of: readonly unknown[],
    isMoving: boolean,
    paint: (surface: Surface, view: View) => void,
  ): void;
}

interface Taken {
  readonly of: readonly unknown[];
  readonly view: View;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  /** Taken while the picture moved: without what the eye could not follow. */
  readonly isSwift: boolean;
}

/** Scaled by more, its pixels would be seen. */
const mostScaled = 2;

export function snapshot(): Snapshot {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  let taken: Taken | null = null;

  function isEnough(of: readonly unknown[], view: View, isMoving: boolean): boolean {
    if (taken === null || of.some((each, i) => each !== taken?.of[i])) return false;
    return isMoving || (!taken.isSwift && taken.view.zoom === view.zoom);
  }

  /** False where the snapshot has not all that is in sight; nothing is put then. */
  function put(surface: Surface, { zoom, pan }: View): boolean {
    if (taken === null || taken.ratio !== surface.ratio) return false;
    const scale = zoom / taken.view.zoom;
    const left = pan.x - taken.view.pan.x * scale;
    const top = pan.y - taken.view.pan.y * scale;
    if (scale > mostScaled || scale < 1 / mostScaled || left > 0 || top > 0) return false;
    if (left + taken.width * scale < surface.width || top + taken.height * scale < surface.height)
      return false;
    const { ratio } = surface;
    // At the same zoom pixel comes on pixel, and text stays sharp.
    const at = (value: number) => (scale === 1 ? Math.round(value * ratio) : value * ratio);
    surface.context.setTransform(1, 0, 0, 1, 0, 0);
    surface.context.clearRect(0, 0, surface.width * ratio, surface.height * ratio);
    surface.context.setTransform(scale, 0, 0, scale, at(left), at(top));
    surface.context.drawImage(canvas, 0, 0);
    return true;
  }

  return {
    show(surface, view, of, isMoving, paint) {
      if (isEnough(of, view, isMoving) && put(surface, view)) return;
      const { width, height, ratio } = surface;
      const size = { width: 2 * width, height: 2 * height, ratio };
      canvas.width = Math.round(size.width * ratio);
      canvas.height = Math.round(size.height * ratio);
      const { zoom, pan } = view;
      const wider = { zoom, pan: { x: pan.x + width / 2, y: pan.y + height / 2 } };
      paint({ context, ...size }, wider);
      taken = { of, view: wider, ...size, isSwift: isMoving };
      put(surface, view);
    },
  };
}
