import { centre, type Box, type Point } from '../../core/index.ts';

export interface View {
  readonly zoom: number;
  readonly pan: { x: number; y: number };
}

const margin = 4;
/** A small graph is not blown up: its text would shout. */
const greatestZoom = 1.1;

/**
 * The view that shows all boxes or, where names would be too small to read then, the `way` and what lies around it; where
 * not even the way is readable as a whole, its end, where the answer is. Null where there is nothing to show, or no room.
 */
export function viewOf(
  boxes: readonly Box[],
  way: readonly Box[],
  room: { readonly width: number; readonly height: number },
  readable: number,
): View | null {
  if (boxes.length === 0) return null;
  const all = extent(boxes);
  const whole = zoomFor(all, room);
  if (!Number.isFinite(whole) || whole <= 0) return null;
  if (whole >= readable) return viewAt(centre(all), whole, all, room);
  if (way.length === 0) return viewAt({ x: all.left, y: all.top }, Math.max(whole, readable), all, room);
  const part = extent(way);
  const fits = zoomFor(part, room) >= readable;
  const last = way.at(-1) ?? part;
  // No larger than need be: what lies around it tells more.
  return viewAt(centre(fits ? part : last), readable, all, room);
}

/** Whether all boxes, or the way as a whole, are shown so large that names can be read. */
export function isReadable(
  boxes: readonly Box[],
  way: readonly Box[],
  room: { readonly width: number; readonly height: number },
  readable: number,
): boolean {
  if (boxes.length === 0) return true;
  return [boxes, way].some((each) => each.length > 0 && zoomFor(extent(each), room) >= readable);
}

function zoomFor(box: Box, room: { readonly width: number; readonly height: number }): number {
  return Math.min(
    (room.width - 2 * margin) / (box.right - box.left),
    (room.height - 2 * margin) / (box.bottom - box.top),
    greatestZoom,
  );
}

function viewAt(
  target: Point,
  zoom: number,
  all: Box,
  room: { readonly width: number; readonly height: number },
): View {
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
  return { left: all.left - 26, right: all.right + 26, top: all.top - 36, bottom: all.bottom + 28 };
}
