import type { Box, Point, Room } from '../../core/index.ts';
import { paint } from './paint.ts';
import type { Painting } from './painting.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

/** A small map of all of the graph, with a frame around what is in sight. */
export interface Overview {
  /** Hides the map where all is in sight. */
  show(painting: Painting, palette: Palette, view: View, room: Room): void;
  destroy(): void;
}

/** `onmove` gets the point of the picture that a person wants to see the surroundings of. */
export function overviewOn(canvas: HTMLCanvasElement, onmove: (middle: Point) => void): Overview {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  /** All of the graph, painted once for all views of it. */
  const whole = document.createElement('canvas');
  let painted: readonly unknown[] = [];
  let map: View = { zoom: 1, pan: { x: 0, y: 0 } };

  const onpointer = (event: PointerEvent) => {
    if (event.type === 'pointerdown') canvas.setPointerCapture(event.pointerId);
    if (event.buttons === 0) return;
    onmove({ x: (event.offsetX - map.pan.x) / map.zoom, y: (event.offsetY - map.pan.y) / map.zoom });
  };
  canvas.addEventListener('pointerdown', onpointer);
  canvas.addEventListener('pointermove', onpointer);

  function paintWhole(extent: Box, painting: Painting, palette: Palette, ratio: number) {
    const { zoom, width, height } = sizeOf(extent);
    map = { zoom, pan: { x: -extent.left * zoom, y: -extent.top * zoom } };
    for (const each of [canvas, whole]) {
      each.width = Math.round(width * ratio);
      each.height = Math.round(height * ratio);
    }
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    const small = whole.getContext('2d') as CanvasRenderingContext2D;
    paint({ context: small, width, height, ratio }, painting, palette, map, true);
  }

  return {
    show(painting, palette, view, room) {
      const { scene, looks, way } = painting;
      const sight = sightOf(view, room);
      canvas.hidden = scene.extent === null || room.width < leastRoom || isWithin(scene.extent, sight);
      if (canvas.hidden || scene.extent === null) return;
      const ratio = window.devicePixelRatio;
      const now = [scene, looks, way, palette, ratio];
      if (now.some((each, i) => each !== painted[i])) {
        if (scene !== painted[0]) canvas.dataset['corner'] = freeCorner(painting, view, room);
        paintWhole(scene.extent, painting, palette, ratio);
        painted = now;
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.drawImage(whole, 0, 0);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      frame(context, onMap(sight, map), palette);
    },
    destroy() {
      canvas.removeEventListener('pointerdown', onpointer);
      canvas.removeEventListener('pointermove', onpointer);
    },
  };
}

const most = { width: 160, height: 104 };
/** In a smaller pane a map would hide what it is a map of. */
const leastRoom = 3 * most.width;
const corners = ['right bottom', 'left bottom', 'right top', 'left top'];

function sizeOf({ left, right, top, bottom }: Box) {
  const zoom = Math.min(most.width / (right - left), most.height / (bottom - top));
  const size = (length: number) => Math.max(16, Math.round(length * zoom));
  return { zoom, width: size(right - left), height: size(bottom - top) };
}

function sightOf({ zoom, pan }: View, { width, height }: Room): Box {
  return {
    left: -pan.x / zoom,
    top: -pan.y / zoom,
    right: (width - pan.x) / zoom,
    bottom: (height - pan.y) / zoom,
  };
}

/** Whether all of the inner box is seen, but for a few pixels of emptiness. */
function isWithin(inner: Box, outer: Box): boolean {
  const slack = 24;
  return (
    inner.left >= outer.left - slack &&
    inner.right <= outer.right + slack &&
    inner.top >= outer.top - slack &&
    inner.bottom <= outer.bottom + slack
  );
}

function onMap({ left, top, right, bottom }: Box, { zoom, pan }: View): Box {
  const at = (value: number, by: number) => value * zoom + by;
  return { left: at(left, pan.x), top: at(top, pan.y), right: at(right, pan.x), bottom: at(bottom, pan.y) };
}

/** The corner of the pane in which the map hides least: none of the open packet's way, if there is one. */
function freeCorner({ scene, way }: Painting, { zoom, pan }: View, { width, height }: Room): string {
  const seen = scene.places.map(({ index, box }) => ({
    box: onMap(box, { zoom, pan }),
    weight: way.has(index) ? 100 : 1,
  }));
  const hidden = corners.map((corner) => {
    const x = corner.startsWith('right') ? width - most.width - 8 : 8;
    const y = corner.endsWith('bottom') ? height - most.height - 8 : 8;
    const hides = (box: Box) =>
      box.left < x + most.width && box.right > x && box.top < y + most.height && box.bottom > y;
    return seen.reduce((sum, { box, weight }) => sum + (hides(box) ? weight : 0), 0);
  });
  return corners[hidden.indexOf(Math.min(...hidden))] as string;
}

function frame(context: CanvasRenderingContext2D, box: Box, palette: Palette): void {
  context.lineWidth = 1.5;
  context.strokeStyle = palette.ink;
  context.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
}
