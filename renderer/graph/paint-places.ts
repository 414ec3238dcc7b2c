import { centre, type Bands, type Box, type PlacedNode, type Point } from '../../core/index.ts';
import { fitting, sizeAt, widthOf, type Brush } from './brush.ts';
import type { Painting } from './painting.ts';
import type { Palette } from './palette.ts';
import type { Place, Way } from './scene.ts';
import type { ElementState, Looks } from './weights.ts';

/** Paints chains, interfaces, the routing decision and the marks of deaths, with what is written in them. */
export function paintPlaces(brush: Brush, places: readonly Place[], painting: Painting): void {
  const { looks, way } = painting;
  brush.shapes();
  if (!brush.detail.boxes) return paintFarPlaces(brush, places, looks);
  for (const place of places) {
    const state = looks.nodes[place.index];
    if (state === undefined || isHidden(place, state)) continue;
    paintBox(brush, place, state, way.has(place.index));
  }
  if (!brush.detail.names) return;
  brush.text();
  for (const place of places) {
    const state = looks.nodes[place.index];
    if (state !== undefined && !isHidden(place, state)) writeIn(brush, place, state);
  }
}

/** From far away a place is a speck: all of one colour are painted at once. */
function paintFarPlaces({ context, palette }: Brush, places: readonly Place[], looks: Looks): void {
  for (const isDrop of [false, true]) {
    context.beginPath();
    for (const { node, box, index } of places)
      if ((node.kind === 'drop') === isDrop && looks.nodes[index]?.none === false)
        context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.fillStyle = isDrop ? palette.dead : palette.lineStrong;
    context.fill();
  }
}

/** A death that no packet of the filter died. */
function isHidden({ node }: Place, { none, difference }: ElementState): boolean {
  return node.kind === 'drop' && none && difference === '';
}

function paintBox(brush: Brush, { node, box }: Place, state: ElementState, isHeld: boolean): void {
  const { context, palette } = brush;
  const { difference, chosen } = state;
  if (node.kind === 'drop') return paintDrop(brush, box, state);
  const isChanged = difference === 'appeared' || difference === 'vanished';
  context.lineWidth = isChanged || chosen ? 2 : isHeld ? 1.75 : 1;
  context.strokeStyle = borderOf(node, state, isHeld, palette);
  context.fillStyle = chosen ? palette.chosen : node.kind === 'chain' ? palette.ground : palette.sunken;
  context.setLineDash(node.kind === 'lost' ? [4, 3] : []);
  // A family looks as if more of them lay below it.
  const sheets = node.chains > 1 ? [3, 0] : [0];
  for (const by of sheets) {
    outline(context, node.kind, {
      left: box.left + by,
      top: box.top + by,
      right: box.right + by,
      bottom: box.bottom + by,
    });
    context.fill();
    context.stroke();
  }
  context.setLineDash([]);
}

function borderOf(
  { kind }: PlacedNode,
  { difference, none, chosen }: ElementState,
  isHeld: boolean,
  palette: Palette,
): string {
  if (difference === 'appeared') return palette.gained;
  if (difference === 'vanished') return palette.fewer;
  if (chosen || isHeld) return palette.ink;
  if (kind === 'lost') return palette.unsure;
  return none ? palette.line : palette.lineStrong;
}

/** Where packets die; where none died before, the mark is solid. */
function paintDrop({ context, palette, view }: Brush, box: Box, state: ElementState): void {
  const { difference, none } = state;
  outline(context, 'drop', markBox(context, box, state, view.zoom, palette));
  if (none) {
    context.setLineDash([3, 3]);
    context.lineWidth = 1.5;
    context.strokeStyle = palette.dead;
    context.stroke();
    context.setLineDash([]);
    return;
  }
  context.fillStyle = difference === 'appeared' ? palette.dead : palette.deadGround;
  context.fill();
}

/** The mark of a death that is new, or gone, is as wide as what it says. */
function markBox(
  context: CanvasRenderingContext2D,
  box: Box,
  { label, difference }: ElementState,
  zoom: number,
  palette: Palette,
): Box {
  if (difference === '') return box;
  context.font = markFont(zoom, palette);
  return { ...box, right: Math.max(box.right, box.left + (widthOf(context, label) + 12) / zoom) };
}

function markFont(zoom: number, palette: Palette): string {
  return `650 ${sizeAt(zoom)}px ${palette.sans}`;
}

function outline(context: CanvasRenderingContext2D, kind: PlacedNode['kind'], box: Box): void {
  const { left, top, right, bottom } = box;
  context.beginPath();
  if (kind === 'routing') {
    const cut = 9;
    context.moveTo(left + cut, top);
    context.lineTo(right - cut, top);
    context.lineTo(right, top + cut);
    context.lineTo(right, bottom - cut);
    context.lineTo(right - cut, bottom);
    context.lineTo(left + cut, bottom);
    context.lineTo(left, bottom - cut);
    context.lineTo(left, top + cut);
    context.closePath();
    return;
  }
  const radius = kind === 'in' || kind === 'out' || kind === 'local' || kind === 'lost' ? 15 : 3;
  context.roundRect(left, top, right - left, bottom - top, Math.min(radius, (bottom - top) / 2));
}

function writeIn(brush: Brush, { node, box, lines }: Place, state: ElementState): void {
  const { context, palette, view } = brush;
  const { zoom, pan } = view;
  const size = sizeAt(zoom);
  const { x, y } = centre(box);
  const middle = { x: x * zoom + pan.x, y: y * zoom + pan.y };
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  if (node.kind === 'drop') {
    context.font = markFont(zoom, palette);
    const mark = markBox(context, box, state, zoom, palette);
    context.fillStyle = state.difference === 'appeared' && !state.none ? palette.ground : palette.dead;
    const room = (mark.right - mark.left) * zoom;
    // Where there is no room for the number, the mark itself says enough.
    const text = widthOf(context, state.label) <= room + 2 ? state.label : '✕';
    if ((box.bottom - box.top) * zoom > size * 0.8)
      context.fillText(text, centre(mark).x * zoom + pan.x, middle.y);
    return;
  }
  context.font = `${size}px ${palette.mono}`;
  context.fillStyle = node.kind === 'lost' ? palette.unsure : state.none ? palette.ink3 : palette.ink;
  const room = (box.right - box.left - 8) * zoom;
  const lineHeight = size * 1.15;
  const high = (box.bottom - box.top) * zoom;
  const most = Math.max(1, Math.floor((high + 2) / lineHeight));
  const shown = lines.slice(0, most);
  if (high < size) return;
  shown.forEach((line, i) => {
    const text = fitting(context, line, room);
    if (text !== '') context.fillText(text, middle.x, middle.y + (i - (shown.length - 1) / 2) * lineHeight);
  });
}

/** How many packets took each edge, on a piece of ground that keeps the line away from it. */
export function paintNumbers(brush: Brush, ways: readonly Way[], { hooks }: Bands, looks: Looks): void {
  const { context, palette, view } = brush;
  const { zoom, pan } = view;
  const size = sizeAt(zoom);
  brush.text();
  context.font = `${size}px ${palette.sans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { index, edge } of ways) {
    const state = looks.edges[index];
    if (edge.label === null || state === undefined) continue;
    if (state.none && state.difference !== 'vanished') continue;
    const [x, y] = [edge.label.x * zoom + pan.x, edge.label.y * zoom + pan.y];
    const width = widthOf(context, state.label) + 2;
    const isOnHook = hooks.some(({ ground }) => isWithin(edge.label as Point, ground));
    context.fillStyle = isOnHook ? palette.sunken : palette.ground;
    context.fillRect(x - width / 2, y - size / 2, width, size);
    context.fillStyle =
      state.difference === ''
        ? palette.ink2
        : state.difference === 'more' || state.difference === 'appeared'
          ? palette.gained
          : palette.fewer;
    context.fillText(state.label, x, y);
  }
}

function isWithin({ x, y }: Point, { left, right, top, bottom }: Box): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}
