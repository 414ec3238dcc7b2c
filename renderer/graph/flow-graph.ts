import cytoscape, { type EventObject } from 'cytoscape';
import type { Box, Drawing, PlacedNode, Point, Room } from '../../core/index.ts';
import { layerIn } from './layer.ts';
import { overviewOn } from './overview.ts';
import { paint, paintPointed } from './paint.ts';
import type { Painting, Surface } from './painting.ts';
import { themePalette } from './palette.ts';
import { movedBetween, wayOf } from './places.ts';
import { sceneOf, type Scene } from './scene.ts';
import { snapshot } from './snapshot.ts';
import { targetAt, type GraphTarget } from './target-at.ts';
import { isReadable, viewOf, type View } from './view.ts';
import { looksOf, type Looks, type Weights } from './weights.ts';

export type { GraphTarget } from './target-at.ts';

/** Places and edges, and how heavy they are. */
export interface Picture {
  readonly nodes: readonly PlacedNode[];
  readonly drawing: Drawing;
  readonly weights: Weights;
}

export interface GraphEvents {
  onchoose(target: GraphTarget): void;
  /** Null when the pointer left it. Coordinates in the container. */
  onhover(target: GraphTarget | null, x: number, y: number): void;
  /** A person moved or zoomed the picture, or its first view was chosen. */
  onview?(view: View): void;
  /** Whether what is to be seen is still to be painted. */
  onbusy?(isBusy: boolean): void;
}

/** The drawn graph, as the component sees it. */
export interface FlowGraph {
  /** Shows the nodes that `isShown` lets through, all of them or, where they would be too small to read, those on the way. */
  show(isShown: (node: PlacedNode) => boolean, isOnWay: (node: PlacedNode) => boolean): void;
  /**
   * Draws other places and edges. A place that was in sight before, and still is there, stays where it is on the screen,
   * unless all can be seen or `isNew` says that another way is to be looked at.
   */
  replace(
    next: Picture,
    isShown: (node: PlacedNode) => boolean,
    isOnWay: (node: PlacedNode) => boolean,
    isNew: boolean,
  ): void;
  /** Marks the places on the way, and moves to them where one of them is out of sight. */
  bringIntoSight(isOnWay: (node: PlacedNode) => boolean): void;
  /** Weighs edges and nodes by these packets; the layout stays. */
  weigh(weights: Weights): void;
  fit(): void;
  /** Shows the way from end to end, or its end where it is too long to be read. */
  showWay(): void;
  zoom(factor: number): void;
  /** Shows the same part as another drawing of the same layout; `onview` is not called for it. */
  follow(view: View): void;
  /** What is painted, for a file. */
  painting(): Painting;
  destroy(): void;
}

/** The zoom below which names can't be read. */
const readable = 0.92;
/** Above this many edges and places, what the eye can't follow is left out while the graph moves. */
const large = 500;
/** So far from an edge, in pixels, a pointer is still on it. */
const reach = 6;
const smallestZoom = 0.05;

/** Whether a picture is read in such a room as a whole, or at least the places on the way. */
export function canBeRead(
  { nodes, drawing }: Pick<Picture, 'nodes' | 'drawing'>,
  isShown: (node: PlacedNode) => boolean,
  isOnWay: (node: PlacedNode) => boolean,
  room: Room,
): boolean {
  const shown = drawing.boxes.filter((_, index) => isShown(nodes[index] as PlacedNode));
  const way = drawing.boxes.filter((_, index) => {
    const node = nodes[index] as PlacedNode;
    return isShown(node) && isOnWay(node);
  });
  return isReadable(shown, way, room, readable);
}

/**
 * Draws the graph into a container: Cytoscape has the viewport and its gestures, the picture is a layer of our own over it
 * (README.md says why). Positions are given; nothing is animated. `map`: where all of it is shown small while only a part
 * is in sight.
 */
export function flowGraph(
  container: HTMLElement,
  map: HTMLCanvasElement | null,
  picture: Picture,
  { onchoose, onhover, onview, onbusy = () => {} }: GraphEvents,
): FlowGraph {
  holdStyleElement();
  const cy = cytoscape({ container, minZoom: smallestZoom, maxZoom: 2.5, boxSelectionEnabled: false });
  let { nodes, drawing, weights } = picture;
  let palette = themePalette();
  let scene: Scene = sceneOf([], { boxes: [], edges: [] }, () => false);
  let looks: Looks = { nodes: [], edges: [] };
  let way: readonly number[] = [];
  let onWay: ReadonlySet<number> = new Set();
  let hovered: GraphTarget | null = null;
  /** The view is being set from here, or by the other drawing, and not by a person. */
  let looking = false;
  let following = false;
  /** A person moved or zoomed: what is in sight stays there. */
  let isMoved = false;

  const layer = layerIn(container, (surface, isMoving) => {
    const view = viewNow();
    const paintAll = (on: Surface, seen: View) => paint(on, painting(), palette, seen, isMoving && isLarge());
    if (isLarge()) shot.show(surface, view, [scene, looks, onWay, palette], isMoving, paintAll);
    else paintAll(surface, view);
    if (hovered !== null && !isMoving) paintPointed(surface, painting(), hovered, palette, view);
    overview?.show(painting(), palette, view, roomNow());
    onbusy(false);
  });
  const shot = snapshot();
  const isLarge = () => scene.places.length + scene.ways.length > large;
  const overview =
    map === null
      ? null
      : overviewOn(map, ({ x, y }) => {
          const { zoom } = viewNow();
          const { width, height } = roomNow();
          cy.viewport({ zoom, pan: { x: width / 2 - x * zoom, y: height / 2 - y * zoom } });
        });

  cy.on('viewport', () => {
    layer.paint(!looking);
    if (!looking && !following) isMoved = true;
    if (!following) onview?.(viewNow());
  });
  cy.on('tap', (event) => {
    const target = targetOf(event);
    if (target !== null) onchoose(target);
  });
  cy.on('mousemove', (event) => hover(targetOf(event), event.renderedPosition));
  // The pointer can leave the picture without leaving what it was on.
  const onleave = () => hover(null, { x: 0, y: 0 });
  container.addEventListener('pointerleave', onleave);
  const theme = matchMedia('(prefers-color-scheme: dark)');
  const restyle = () => {
    palette = themePalette();
    layer.paint(false);
  };
  theme.addEventListener('change', restyle);
  const resized = new ResizeObserver(() => {
    cy.resize();
    layer.resize();
    if (!isMoved) look(readable);
  });
  resized.observe(container);

  function painting(): Painting {
    return { scene, looks, way: onWay };
  }
  function viewNow(): View {
    return { zoom: cy.zoom(), pan: { ...cy.pan() } };
  }
  function roomNow(): Room {
    return { width: cy.width(), height: cy.height() };
  }

  function targetOf({ position }: EventObject): GraphTarget | null {
    return targetAt(scene, looks, position, reach / cy.zoom());
  }

  function hover(target: GraphTarget | null, { x, y }: Point) {
    const isSame = target?.kind === hovered?.kind && target?.index === hovered?.index;
    if (isSame) return;
    hovered = target;
    container.classList.toggle('pointing', target !== null);
    onhover(target, x, y);
    layer.paint(false);
  }

  function fill(isShown: (node: PlacedNode) => boolean) {
    onbusy(true);
    scene = sceneOf(nodes, drawing, isShown);
    looks = looksOf(weights, nodes.length, drawing.edges.length);
    hovered = null;
    layer.paint(false);
  }

  function mark(isOnWay: (node: PlacedNode) => boolean) {
    way = wayOf(nodes, isOnWay);
    onWay = new Set(way);
  }

  function wayBoxes(): readonly Box[] {
    const shown = new Map(scene.places.map(({ index, box }) => [index, box]));
    return way.flatMap((index) => shown.get(index) ?? []);
  }

  function look(least: number) {
    const boxes = scene.places.map(({ box }) => box);
    const view = viewOf(boxes, wayBoxes(), roomNow(), least);
    looking = true;
    isMoved = false;
    if (view !== null) {
      // All of a graph of thousands of chains is smaller than a person would zoom.
      cy.minZoom(Math.min(smallestZoom, view.zoom));
      cy.viewport(view);
    }
    looking = false;
  }

  function isWithin(box: Box): boolean {
    const { x1, y1, x2, y2 } = cy.extent();
    return box.left >= x1 && box.right <= x2 && box.top >= y1 && box.bottom <= y2;
  }

  return {
    show(isShown, isOnWay) {
      mark(isOnWay);
      fill(isShown);
      look(readable);
    },
    replace(next, isShown, isOnWay, isNew) {
      const wasWhole = scene.places.every(({ box }) => isWithin(box));
      const { x1, y1, x2, y2 } = cy.extent();
      const moved = movedBetween({ nodes, drawing }, next, { x: (x1 + x2) / 2, y: (y1 + y2) / 2 });
      ({ nodes, drawing, weights } = next);
      mark(isOnWay);
      fill(isShown);
      if (isNew || moved === null || wasWhole || !isMoved) look(readable);
      else cy.panBy({ x: moved.x * cy.zoom(), y: moved.y * cy.zoom() });
    },
    bringIntoSight(isOnWay) {
      mark(isOnWay);
      layer.paint(false);
      if (!wayBoxes().every(isWithin)) look(readable);
    },
    weigh(next) {
      if (next === weights) return;
      weights = next;
      looks = looksOf(weights, nodes.length, drawing.edges.length);
      layer.paint(false);
    },
    fit: () => look(0),
    showWay: () => look(readable),
    zoom(factor) {
      const middle = { x: cy.width() / 2, y: cy.height() / 2 };
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: middle });
    },
    follow(view) {
      following = true;
      cy.viewport(view);
      following = false;
    },
    painting,
    destroy() {
      theme.removeEventListener('change', restyle);
      resized.disconnect();
      container.removeEventListener('pointerleave', onleave);
      layer.destroy();
      overview?.destroy();
      cy.destroy();
    },
  };
}

/**
 * Cytoscape adds a `<style>` of one line (`position: relative` for its container) unless an element of that id is
 * there. The Content-Security-Policy forbids inline styles, so an empty placeholder stands there and the component
 * has the line.
 */
function holdStyleElement(): void {
  const id = '__________cytoscape_stylesheet';
  if (document.getElementById(id) !== null) return;
  const placeholder = document.createElement('meta');
  placeholder.id = id;
  document.head.append(placeholder);
}
