import { centre, grow, type Box, type Point } from '../../core/index.ts';

export interface View {
  readonly zoom: number;
  readonly pan: { x: number; y: number };
}

const margin = 4;
/** A small graph is not blown up: its text would shout. */
const greatestZoom = 1.1;

/**
 * The view that shows all boxes, or, where that would take a smaller zoom than `least`, the part around `middle` (null:
 * the beginning). Null where there is nothing to show, or no room.
 */
export function viewOf(
  boxes: readonly Box[],
  middle: Box | null,
  room: { readonly width: number; readonly height: number },
  least: number,
): View | null {
  const all = extent(boxes);
  const whole = Math.min(
    (room.width - 2 * margin) / (all.right - all.left),
    (room.height - 2 * margin) / (all.bottom - all.top),
    greatestZoom,
  );
  const zoom = Math.max(whole, least);
  if (!Number.isFinite(zoom) || zoom <= 0) return null;
  const target: Point = middle === null ? { x: all.left, y: all.top } : centre(middle);
  return {
    zoom,
    pan: {
      x: panInside(target.x, all.left, all.right, room.width, zoom),
      y: panInside(target.y, all.top, all.bottom, room.height, zoom),
    },
  };
}

/** The pan that brings `middle` to the middle of the view, but shows no emptiness beyond the graph's ends. */
function panInside(middle: number, from: number, to: number, view: number, zoom: number): number {
  if ((to - from) * zoom + 2 * margin <= view + 1) return view / 2 - ((from + to) / 2) * zoom;
  return Math.min(margin - from * zoom, Math.max(view - margin - to * zoom, view / 2 - middle * zoom));
}

/** All boxes together, with room for what stands around them: headings above, edges beside. */
function extent(boxes: readonly Box[]): Box {
  const all = {
    left: Math.min(...boxes.map(({ left }) => left)),
    right: Math.max(...boxes.map(({ right }) => right)),
    top: Math.min(...boxes.map(({ top }) => top)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
  return grow(all, 34);
}
