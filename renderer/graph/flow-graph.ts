import cytoscape, { type Core, type EdgeSingular, type EventObject, type NodeSingular } from 'cytoscape';
import { centre, type Box, type Drawing, type PlacedNode, type Room } from '../../core/index.ts';
import { graphStyle } from './graph-style.ts';
import { plainCanvas, type PlainCanvas } from './plain-canvas.ts';
import { type Picture, populate } from './population.ts';
import { isReadable, viewOf, type View } from './view.ts';
import type { Weights } from './weights.ts';

/** What of the graph a pointer is on: a node or an edge, by its index. */
export type GraphTarget = { readonly kind: 'node' | 'edge'; readonly index: number };

export interface GraphEvents {
  onchoose(target: GraphTarget): void;
  /** Null when the pointer left it. Coordinates in the container. */
  onhover(target: GraphTarget | null, x: number, y: number): void;
  /** A person moved or zoomed the picture, or its first view was chosen. */
  onview?(view: View): void;
  /** Whether what is to be seen is still being made. */
  onbusy?(isBusy: boolean): void;
}

/** The drawn graph, as the component sees it. */
export interface FlowGraph {
  /** Shows the nodes that `isShown` lets through, all of them or, where they would be too small to read, those on the way. */
  show(isShown: (node: PlacedNode) => boolean, isOnWay: (node: PlacedNode) => boolean): void;
  /**
   * Draws other places and edges. A place that was in sight before, and still is there, stays where it is on the screen,
   * unless all can be seen or `isOnWay` tells what to look at.
   */
  replace(
    next: Picture,
    isShown: (node: PlacedNode) => boolean,
    isOnWay: ((node: PlacedNode) => boolean) | null,
  ): void;
  /** Moves to the places on the way where one of them is out of sight. */
  bringIntoSight(isOnWay: (node: PlacedNode) => boolean): void;
  /** Weighs edges and nodes by these packets; the layout stays. */
  weigh(weights: Weights): void;
  fit(): void;
  /** Shows the way from end to end, or its end where it is too long to be read. */
  showWay(): void;
  zoom(factor: number): void;
  /** Shows the same part as another drawing of the same layout; `onview` is not called for it. */
  follow(view: View): void;
  destroy(): void;
}

/** The zoom below which names can't be read. */
const readable = 0.92;

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
/** Above so many elements, labels go while the graph moves. */
const large = 150;

/** Draws the graph into a container. Positions are given; nothing is animated. */
export function flowGraph(
  container: HTMLElement,
  picture: Picture,
  { onchoose, onhover, onview, onbusy = () => {} }: GraphEvents,
): FlowGraph {
  holdStyleElement();
  let { nodes, drawing, weights } = picture;
  const cy = cytoscape({
    container,
    style: graphStyle(),
    layout: { name: 'preset' },
    minZoom: 0.05,
    maxZoom: 2.5,
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    hideEdgesOnViewport: false,
    textureOnViewport: false,
  });

  // Bands, headings and numbers have no events, so what is left is an edge or a place.
  const targetOf = (element: SingularElement): GraphTarget => ({
    kind: element.isEdge() ? 'edge' : 'node',
    index: Number(element.data('index')),
  });
  cy.on('tap', 'edge, node.place', (event) => onchoose(targetOf(elementOf(event))));
  cy.on('mouseover', 'edge, node.place', (event) => {
    const element = elementOf(event);
    element.addClass('hover');
    container.classList.add('pointing');
    onhover(targetOf(element), event.renderedPosition.x, event.renderedPosition.y);
  });
  cy.on('mouseout', 'edge, node.place', (event) => {
    elementOf(event).removeClass('hover');
    container.classList.remove('pointing');
    onhover(null, 0, 0);
  });
  // The pointer can leave the picture without leaving the element that it was on.
  const onleave = () => onhover(null, 0, 0);
  container.addEventListener('pointerleave', onleave);
  const canvas = plainCanvas(cy);
  const population = populate(cy, canvas, onbusy);
  /** The view is being set from here, not by a person. */
  let looking = false;
  let following = false;
  const calm = calmWhileMoving(cy, canvas);
  cy.on('viewport', () => {
    if (!looking) calm();
    if (!looking && !following) {
      isMoved = true;
      population.reveal();
    }
    if (!following) onview?.({ zoom: cy.zoom(), pan: { ...cy.pan() } });
  });

  const theme = matchMedia('(prefers-color-scheme: dark)');
  const restyle = () => void cy.style(graphStyle());
  theme.addEventListener('change', restyle);
  let way: readonly number[] = [];
  let shown: readonly boolean[] = [];
  /** A person moved or zoomed: what is in sight stays there. */
  let isMoved = false;
  const resized = new ResizeObserver(() => {
    cy.resize();
    if (!isMoved) look(readable);
  });
  resized.observe(container);

  function look(least: number) {
    const boxes = drawing.boxes.filter((_, index) => shown[index]);
    const onWay = way.flatMap((index) => (shown[index] ? (drawing.boxes[index] ?? []) : []));
    const view = viewOf(boxes, onWay, { width: cy.width(), height: cy.height() }, least);
    looking = true;
    isMoved = false;
    if (view !== null) cy.viewport(view);
    looking = false;
  }

  function isWithin(box: Box | undefined): boolean {
    const { x1, y1, x2, y2 } = cy.extent();
    return box === undefined || (box.left >= x1 && box.right <= x2 && box.top >= y1 && box.bottom <= y2);
  }

  function isWhole(): boolean {
    return drawing.boxes.every((box, i) => !shown[i] || isWithin(box));
  }

  return {
    show(isShown, isOnWay) {
      shown = nodes.map(isShown);
      way = wayOf(nodes, isOnWay);
      look(readable);
      population.fill({ nodes, drawing, weights }, isShown);
    },
    replace(next, isShown, isOnWay) {
      const wasWhole = isWhole();
      const anchor = anchorOf(nodes, drawing, next, cy);
      ({ nodes, drawing, weights } = next);
      shown = nodes.map(isShown);
      way = isOnWay === null ? [] : wayOf(nodes, isOnWay);
      if (isOnWay !== null) look(readable);
      population.fill({ nodes, drawing, weights }, isShown);
      if (isOnWay !== null) return;
      if (anchor === null || wasWhole) look(readable);
      else cy.panBy({ x: anchor.x * cy.zoom(), y: anchor.y * cy.zoom() });
    },
    bringIntoSight(isOnWay) {
      way = wayOf(nodes, isOnWay);
      if (!way.every((index) => !shown[index] || isWithin(drawing.boxes[index]))) look(readable);
    },
    weigh(next) {
      if (next === weights) return;
      weights = next;
      population.weigh(next);
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
    destroy() {
      population.cancel();
      theme.removeEventListener('change', restyle);
      resized.disconnect();
      container.removeEventListener('pointerleave', onleave);
      cy.destroy();
    },
  };
}

/** The places on the way, the last one last. */
function wayOf(nodes: readonly PlacedNode[], isOnWay: (node: PlacedNode) => boolean): readonly number[] {
  const onWay = nodes.flatMap((node, index) => (isOnWay(node) ? [index] : []));
  const rank = ({ kind, hook }: PlacedNode) =>
    kind === 'out' || (kind === 'local' && hook === 'input') ? 9 : hooksInOrder.indexOf(hook ?? 'prerouting');
  return onWay.sort((a, b) => rank(nodes[a] as PlacedNode) - rank(nodes[b] as PlacedNode));
}

const hooksInOrder = ['output', 'prerouting', 'input', 'forward', 'postrouting'];

/** How far the view has to move so that the place nearest to its middle stays there; null where no place is in both pictures. */
function anchorOf(
  nodes: readonly PlacedNode[],
  drawing: Drawing,
  next: Picture,
  cy: Core,
): { readonly x: number; readonly y: number } | null {
  const { x1, y1, x2, y2 } = cy.extent();
  const after = new Map(next.nodes.map(({ id }, index) => [id, next.drawing.boxes[index]]));
  let nearest = Infinity;
  let move: { x: number; y: number } | null = null;
  nodes.forEach(({ id }, index) => {
    const [old, now] = [drawing.boxes[index], after.get(id)];
    if (old === undefined || now === undefined) return;
    const [from, to] = [centre(old), centre(now)];
    const distance = Math.hypot(from.x - (x1 + x2) / 2, from.y - (y1 + y2) / 2);
    if (distance >= nearest) return;
    nearest = distance;
    move = { x: from.x - to.x, y: from.y - to.y };
  });
  return move;
}

type SingularElement = EdgeSingular | NodeSingular;

function elementOf(event: EventObject): SingularElement {
  return event.target as SingularElement;
}

/** To be called with each move. */
function calmWhileMoving(cy: Core, canvas: PlainCanvas): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    if (cy.elements().length < large) return;
    canvas.calm(true);
    clearTimeout(timer);
    timer = setTimeout(() => {
      canvas.calm(false);
      if (!cy.destroyed()) cy.forceRender();
    }, 150);
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
