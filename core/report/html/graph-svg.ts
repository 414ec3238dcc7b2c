import type {
  Box,
  DrawnEdge,
  GraphCounts,
  Heading,
  PlacedGraph,
  PlacedNode,
  Point,
} from '../../model/graph.ts';
import { grouped } from '../../model/grouped.ts';
import { shareDifference, type ShareDifference } from '../../model/share-difference.ts';
import type { Words } from '../../words/words.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';

/** How a graph is told in a page. */
export interface GraphSvgOptions {
  /** Makes the names within the SVG its own. */
  readonly id: string;
  readonly label: string;
  readonly words: Words;
  /** Of a pair of captures: whose counts are shown, and against which. */
  readonly pair?: {
    readonly side: 'before' | 'after';
    readonly own: GraphCounts;
    readonly other: GraphCounts;
  };
  /** Where it is no part of a page: its styles. */
  readonly style?: Markup;
}

/**
 * A host's graph as SVG, in the places that the window gives it. Colours come from the page's stylesheet, so that it
 * follows light and dark.
 */
export function graphSvg(
  { nodes, drawing, bands, dying }: PlacedGraph,
  { id, label, words, pair, style }: GraphSvgOptions,
): Markup {
  const { boxes, edges } = drawing;
  const most = Math.max(1, ...edges.map(({ packets }) => packets));
  const lookOf = (what: 'edges' | 'nodes', index: number): Look => {
    if (pair === undefined) {
      const packets = (what === 'edges' ? edges : nodes)[index]?.packets ?? 0;
      return { packets, dying: what === 'edges' ? (dying[index] ?? 0) : 0, difference: '' };
    }
    const sharedOf = (counts: GraphCounts) => ({ packets: counts[what][index] ?? 0, all: counts.packets });
    const [own, other] = [sharedOf(pair.own), sharedOf(pair.other)];
    const difference = pair.side === 'before' ? shareDifference(own, other) : shareDifference(other, own);
    return { packets: own.packets, dying: 0, difference };
  };
  const all = extent([...boxes, ...bands.hooks.map(({ ground }) => ground)], edges);
  const width = all.right - all.left;
  const height = all.bottom - all.top;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="graph${width > mostShrunk ? ' broad' : null}" role="img" aria-label="${label}" viewBox="${all.left} ${all.top} ${width} ${height}" width="${width}" height="${height}">
${style ?? null}<defs>${['way', 'dying', 'unsure', 'more', 'fewer'].map(
    (kind) =>
      markup`<marker id="${id}-${kind}" class="head ${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 8 4 0 7.5z"/></marker>`,
  )}</defs>
${bands.hooks.map(
  ({ label: hook, ground }) =>
    markup`<rect class="ground" ${frame(ground)}/><text class="heading middle" x="${round((ground.left + ground.right) / 2)}" y="${round(ground.top - 5)}">${hook}</text>`,
)}
${bands.tables.map(heading)}
${edges.map((edge, i) => way(edge, lookOf('edges', i), nodes, id, most)).reverse()}
${nodes.map((node, i) => place(node, boxes[i], lookOf('nodes', i), words))}
${edges.map(({ label: at }, i) => count(at, lookOf('edges', i)))}
</svg>`;
}

/** A wider graph is scrolled on the screen: its names could not be read. */
const mostShrunk = 1250;

function heading({ label, left, y }: Heading): Markup {
  return markup`<text class="heading" x="${round(left)}" y="${round(y + 3)}">${clipped(label, 40)}</text>`;
}

/** How an edge or a place shows: its packets, and how they differ from those of the other capture. */
interface Look {
  readonly packets: number;
  /** Of an edge, how many of them die later. */
  readonly dying: number;
  readonly difference: ShareDifference;
}

/** Never colour alone: a sign stands before the number. */
const markOf: Readonly<Record<ShareDifference, string>> = {
  '': '',
  more: '▲ ',
  fewer: '▼ ',
  appeared: '+ ',
  vanished: '− ',
};

function way(
  { from, to, points }: DrawnEdge,
  { packets, dying, difference }: Look,
  nodes: readonly PlacedNode[],
  id: string,
  most: number,
): Content {
  if (points.length < 2) return null;
  const unsure = nodes[from]?.kind === 'lost' || nodes[to]?.kind === 'lost';
  const turn = difference === 'more' || difference === 'appeared' ? 'more' : difference === '' ? '' : 'fewer';
  const allDie = packets > 0 && dying === packets;
  const kind = turn !== '' ? turn : unsure ? 'unsure' : allDie ? 'dying' : 'way';
  // Width by the logarithm, so that one packet is seen beside a million.
  const width = packets === 0 ? 1.5 : 1 + (4 * Math.log1p(packets)) / Math.log1p(most);
  const line = rounded(points);
  const core =
    kind === 'way' && dying > 0 ? Math.min(0.8 * width, Math.max(1, (width * dying) / packets)) : 0;
  return markup`<path class="${kind}${packets === 0 ? ' none' : null}" d="${line}" stroke-width="${round(width)}" marker-end="url(#${id}-${kind})"/>${
    core === 0 ? null : markup`<path class="dying" d="${line}" stroke-width="${round(core)}"/>`
  }`;
}

function count(at: Point | null, { packets, difference }: Look): Content {
  if (at === null || (packets === 0 && difference !== 'vanished')) return null;
  return markup`<text class="count middle ${difference}" x="${round(at.x)}" y="${round(at.y + 4)}">${markOf[difference]}${grouped(packets)}</text>`;
}

/** A line with its corners rounded, which lets the eye follow it where others cross. */
function rounded(points: readonly Point[]): string {
  const radius = 8;
  const parts = points.map((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (before === undefined) return `M${round(point.x)} ${round(point.y)}`;
    if (after === undefined) return `L${round(point.x)} ${round(point.y)}`;
    const begin = towards(point, before, radius);
    const end = towards(point, after, radius);
    return `L${round(begin.x)} ${round(begin.y)}Q${round(point.x)} ${round(point.y)} ${round(end.x)} ${round(end.y)}`;
  });
  return parts.join('');
}

/** The point so far from `a` on the way to `b`, but no further than half of it. */
function towards(a: Point, b: Point, distance: number): Point {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const share = Math.min(distance / length, 0.5);
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

function place(node: PlacedNode, box: Box | undefined, { packets, difference }: Look, words: Words): Content {
  if (box === undefined) return null;
  const x = round((box.left + box.right) / 2);
  const y = round((box.top + box.bottom) / 2 + 4);
  if (node.kind === 'drop') {
    if (packets === 0) return null;
    return markup`<g class="drop ${difference}"><rect ${frame(box)} rx="3"/><text class="middle" x="${x}" y="${y}">✕ ${grouped(packets)}</text></g>`;
  }
  const ends = node.kind === 'chain' || node.kind === 'routing' ? 4 : 15;
  const family = node.chains > 1 ? ' family' : null;
  return markup`<g class="node ${node.kind}${family} ${difference}${packets === 0 ? ' none' : null}"><title>${node.name}: ${words.terms.packets(packets)}</title><rect ${frame(box)} rx="${ends}"/>${names(node, x, y)}</g>`;
}

/** A family of chains says how many it stands for. */
function names({ label, chains }: PlacedNode, x: number, y: number): Markup {
  if (chains < 2) return markup`<text class="middle" x="${x}" y="${y}">${clipped(label, 24)}</text>`;
  return markup`<text class="middle" x="${x}" y="${round(y - 6)}">${clipped(label, 24)}</text><text class="middle" x="${x}" y="${round(y + 6)}">${grouped(chains)} chains</text>`;
}

function frame({ left, top, right, bottom }: Box): Markup {
  return markup`x="${round(left)}" y="${round(top)}" width="${round(right - left)}" height="${round(bottom - top)}"`;
}

/** All that is drawn, with room for what stands around it. */
function extent(boxes: readonly Box[], edges: readonly DrawnEdge[]): Box {
  const points = edges.flatMap(({ points: corners }) => corners);
  const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
  const left = least([...boxes.map((box) => box.left), ...points.map(({ x }) => x)]);
  const top = least([...boxes.map((box) => box.top), ...points.map(({ y }) => y)]);
  const right = -least([...boxes.map((box) => -box.right), ...points.map(({ x }) => -x)]);
  const bottom = -least([...boxes.map((box) => -box.bottom), ...points.map(({ y }) => -y)]);
  if (!Number.isFinite(left + top + right + bottom)) return { left: 0, top: 0, right: 10, bottom: 10 };
  return {
    left: Math.floor(left - 6),
    top: Math.floor(top - 22),
    right: Math.ceil(right + 6),
    bottom: Math.ceil(bottom + 6),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
