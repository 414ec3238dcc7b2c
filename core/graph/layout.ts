import type { PlacedNode } from '../model/graph.ts';
import type { CallGraph } from './call-graph.ts';
import { chainRowsOf } from './chain-rows.ts';
import type { FlowNode } from './flow-node.ts';
import {
  type Arrangement,
  type Box,
  type Breaks,
  DROP_HEIGHT,
  largest,
  narrow,
  NODE_HEIGHT,
  type PlacedHost,
  placeHost,
  wide,
} from './place-host.ts';

const HOST_GAP = 80;

/** The room that a picture is drawn in, in CSS pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

const oneRow: Breaks = { afterPrerouting: false, localAbove: false, beforePostrouting: false };

/** Fewer breaks are followed more easily: they come first. */
const moreRows: readonly Breaks[] = [
  { afterPrerouting: true, localAbove: true, beforePostrouting: false },
  { afterPrerouting: true, localAbove: false, beforePostrouting: false },
  { afterPrerouting: true, localAbove: true, beforePostrouting: true },
  { afterPrerouting: true, localAbove: false, beforePostrouting: true },
];

/**
 * Gives every visited node its place: columns in the order of the hooks, in each hook the tables from top to bottom,
 * user-defined chains to the right of the chain that calls them, by depth. What decides is the ruleset and not the
 * traffic, so that two captures of one ruleset lie on each other; only of rulesets with very many chains the chains
 * that no packet visited get no place. Nodes keep their order. Where `room` is given, hooks stand in as many
 * rows as let the picture be largest in it; else in one.
 */
export function placeNodes(
  visited: readonly { readonly node: FlowNode; readonly packets: number }[],
  callGraph: CallGraph,
  room: Room | null = null,
): PlacedNode[] {
  const centres = new Map<string, Box>();
  let top = 0;
  const byHost = new Map<string, FlowNode[]>();
  for (const { node } of visited) {
    const own = byHost.get(node.host);
    if (own === undefined) byHost.set(node.host, [node]);
    else own.push(node);
  }
  for (const [host, nodes] of [...byHost].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const placed = placedBest(nodes, host, callGraph, room);
    for (const [id, box] of placed.centres) centres.set(id, { x: box.x, y: box.y + top, width: box.width });
    top += placed.height + HOST_GAP;
  }
  return visited.map(({ node, packets }) => {
    const box = centres.get(node.id) ?? { x: 0, y: 0, width: 0 };
    const height = node.kind === 'drop' ? DROP_HEIGHT : NODE_HEIGHT;
    const { id, host, name, kind, label, table, hook, base, chains } = node;
    const { x, y, width } = box;
    return { id, host, name, kind, label, table, hook, base, chains, packets, x, y, width, height };
  });
}

/** Another arrangement has to make the picture larger by this factor. */
const WORTH_BREAKING = 1.08;
/** Names can't be read in a smaller picture. */
const READABLE = 0.92;
/** Of more places no arrangement makes a picture that is read as a whole. */
const FEW_PLACES = 200;

/** What to try, the most easily followed first: rows of hooks, then chains called deeper below their callers, then less air. */
function arrangements(places: number, room: Room): readonly Arrangement[] {
  const airy = [oneRow, ...moreRows].map((breaks) => ({ ...breaks, spacing: wide, mostWidth: Infinity }));
  if (places > FEW_PLACES) return airy;
  const mostWidth = room.width - 2 * EDGE;
  return [
    ...airy,
    ...airy.map((each) => ({ ...each, mostWidth })),
    ...airy.map((each) => ({ ...each, spacing: narrow })),
    ...airy.map((each) => ({ ...each, spacing: narrow, mostWidth })),
  ];
}

function placedBest(
  nodes: readonly FlowNode[],
  host: string,
  callGraph: CallGraph,
  room: Room | null,
): PlacedHost {
  const rows = chainRowsOf(nodes, host, callGraph);
  const placed = (arrangement: Arrangement) => placeHost(nodes, host, callGraph, rows, arrangement);
  if (room === null) return placed({ ...oneRow, spacing: wide, mostWidth: Infinity });
  let best: PlacedHost | null = null;
  let zoom = 0;
  for (const arrangement of arrangements(nodes.length, room)) {
    const other = placed(arrangement);
    const otherZoom = zoomIn(other, room);
    const isFirstRead = zoom < READABLE && otherZoom >= READABLE;
    if (best === null || isFirstRead || otherZoom > zoom * WORTH_BREAKING) [best, zoom] = [other, otherZoom];
    if (zoom === 1) break;
  }
  return best as PlacedHost;
}

/** How large all of it can be drawn; larger than life is no use. */
function zoomIn({ centres }: PlacedHost, { width, height }: Room): number {
  const boxes = [...centres.values()];
  const right = largest(boxes.map((box) => box.x + box.width / 2));
  const bottom = largest(boxes.map((box) => box.y + NODE_HEIGHT / 2));
  return Math.min((width - MARGIN) / (right + 2 * EDGE), (height - MARGIN) / (bottom + ABOVE_AND_BELOW), 1);
}

const MARGIN = 8;
/** Edges run beside the places at the picture's borders; headings stand above them, and marks of drops below. */
const EDGE = 26;
const ABOVE_AND_BELOW = 64;
