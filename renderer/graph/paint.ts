import { grow, type Box } from '../../core/index.ts';
import { detailAt, isInSight, type Brush } from './brush.ts';
import { paintBands } from './paint-bands.ts';
import { paintNumbers, paintPlaces } from './paint-places.ts';
import { paintWays } from './paint-ways.ts';
import type { Painting, Surface } from './painting.ts';
import type { Palette } from './palette.ts';
import type { GraphTarget } from './target-at.ts';
import type { View } from './view.ts';

/** Edges, arrows and marks stand out of the box of what they belong to. */
const overhang = 24;

/** Paints what is in sight: grounds, edges, places, and the numbers and names above them. */
export function paint(
  surface: Surface,
  painting: Painting,
  palette: Palette,
  view: View,
  isSwift: boolean,
): void {
  const brush = brushOf(surface, palette, view, isSwift);
  const { scene, looks } = painting;
  surface.context.setTransform(1, 0, 0, 1, 0, 0);
  surface.context.clearRect(0, 0, surface.width * surface.ratio, surface.height * surface.ratio);
  const near = grow(brush.sight, overhang);
  const ways = scene.ways.filter(({ box }) => isInSight(box, near));
  const places = scene.places.filter(({ box }) => isInSight(box, near));
  paintBands(brush, scene.bands);
  paintWays(brush, ways, painting);
  paintPlaces(brush, places, painting);
  if (brush.detail.numbers) paintNumbers(brush, ways, scene.bands, looks);
}

/** Paints once more, over all else, what the pointer is on. */
export function paintPointed(
  surface: Surface,
  painting: Painting,
  { kind, index }: GraphTarget,
  palette: Palette,
  view: View,
): void {
  const brush = brushOf(surface, palette, view, false);
  const { scene, way } = painting;
  if (kind === 'edge') {
    const ways = scene.ways.filter((each) => each.index === index);
    paintWays(brush, ways, painting, true);
    if (brush.detail.numbers) paintNumbers(brush, ways, scene.bands, painting.looks);
    return;
  }
  const places = scene.places.filter((each) => each.index === index);
  paintPlaces(brush, places, { ...painting, way: new Set([...way, index]) });
}

function brushOf(
  { context, width, height, ratio }: Surface,
  palette: Palette,
  view: View,
  isSwift: boolean,
): Brush {
  const { zoom, pan } = view;
  const sight: Box = {
    left: -pan.x / zoom,
    top: -pan.y / zoom,
    right: (width - pan.x) / zoom,
    bottom: (height - pan.y) / zoom,
  };
  const scale = ratio * zoom;
  return {
    context,
    palette,
    view,
    sight,
    detail: detailAt(zoom, isSwift),
    shapes: () => context.setTransform(scale, 0, 0, scale, ratio * pan.x, ratio * pan.y),
    text: () => context.setTransform(ratio, 0, 0, ratio, 0, 0),
  };
}
