import type { Hook } from '../model/journey.ts';
import type { CallGraph } from './call-graph.ts';
import { chainLevels, type ChainRow, columnsOf, rowKeyOf } from './chain-rows.ts';
import type { FlowNode } from './flow-node.ts';

/** Of every node but a drop, in CSS pixels like all below. */
export const NODE_HEIGHT = 30;
/** A drop hangs below the chain that it happened in. */
export const DROP_HEIGHT = 18;
const CHARACTER_WIDTH = 7;
const LONGEST_LABEL = 24;

/** How far places stand apart. */
export interface Spacing {
  /** From the top of one place to that of the next below it. */
  readonly rowHeight: number;
  /** Between tables, columns and hooks. */
  readonly tableGap: number;
  readonly columnGap: number;
  readonly bandGap: number;
}

export const wide: Spacing = { rowHeight: 56, tableGap: 14, columnGap: 56, bandGap: 44 };
/** As near as lanes, numbers and the marks of drops let them. */
export const narrow: Spacing = { rowHeight: 52, tableGap: 8, columnGap: 44, bandGap: 34 };

/** How a host's hooks are broken into rows. */
export interface Breaks {
  /** The routing decision begins a second row. */
  readonly afterPrerouting: boolean;
  /** INPUT, local processes and OUTPUT stand beside PREROUTING, above FORWARD's row. */
  readonly localAbove: boolean;
  /** POSTROUTING begins a row of its own. */
  readonly beforePostrouting: boolean;
}

/** How a host's places are put into a picture. */
export interface Arrangement extends Breaks {
  readonly spacing: Spacing;
  /** Where a table's chains would reach further right than this, those called deeper begin again below, at the left. */
  readonly mostWidth: number;
}

/** A node's centre and its width, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** `centres` by the node's id; the height reaches to where another host can begin. */
export interface PlacedHost {
  readonly centres: ReadonlyMap<string, Box>;
  readonly height: number;
}

/**
 * Places one host's nodes. From left to right: where packets come in, PREROUTING, the routing decision; then INPUT, the
 * local processes and OUTPUT, with FORWARD below them; then POSTROUTING and where packets go out.
 */
export function placeHost(
  nodes: readonly FlowNode[],
  host: string,
  callGraph: CallGraph,
  rows: readonly ChainRow[],
  arrangement: Arrangement,
): PlacedHost {
  const top = 0;
  const { spacing } = arrangement;
  const { rowHeight, columnGap, bandGap } = spacing;
  const centres = new Map<string, Box>();
  const ofKind = (...kinds: readonly FlowNode['kind'][]): FlowNode[] =>
    nodes.filter(({ kind }) => kinds.includes(kind));
  const hookAt = (hook: Hook, left: number, above: number): Extent =>
    placeHook(nodes, { host, hook, rows, callGraph, arrangement, left, top: above }, centres) ?? {
      right: left,
      bottom: above,
    };
  const columnAfter = (extent: Extent, left: number): number =>
    extent.right > left ? extent.right + columnGap : left;

  const first = placeColumn(ofKind('in'), 0, top, spacing, centres);
  const prerouting = hookAt('prerouting', first, top);
  const { afterPrerouting, localAbove, beforePostrouting } = arrangement;
  const afterFirstHook = columnAfter(prerouting, first);
  const local = (left: number, above: number): Extent => {
    const input = hookAt('input', left, above);
    const output = placeColumn(ofKind('local'), columnAfter(input, left), above, spacing, centres);
    const sent = hookAt('output', output, above);
    return {
      right: sent.right > output ? sent.right : Math.max(input.right, output - columnGap),
      bottom: Math.max(input.bottom, sent.bottom, ...localBottoms(nodes, centres, rowHeight)),
    };
  };
  const beside = localAbove ? local(afterFirstHook, top) : null;
  const firstBottom = largest([prerouting.bottom, ...placedBottoms(nodes, centres, rowHeight)]);
  const second = afterPrerouting && firstBottom > top ? firstBottom + bandGap : top;
  const middle = placeColumn(
    ofKind('routing'),
    afterPrerouting ? 0 : afterFirstHook,
    afterPrerouting ? second : second + rowHeight,
    spacing,
    centres,
  );
  const above = beside ?? local(middle, second);
  const isBelow = beside === null && above.bottom > second;
  const forward = hookAt('forward', middle, isBelow ? above.bottom + bandGap : second);
  const last = Math.max(beside === null ? columnAfter(above, middle) : middle, columnAfter(forward, middle));
  const lowest = largest([forward.bottom, ...placedBottoms(nodes, centres, rowHeight)]);
  const [left, third] = beforePostrouting ? [0, lowest + bandGap] : [last, second];
  const postrouting = hookAt('postrouting', left, third);
  placeColumn(ofKind('out', 'lost'), columnAfter(postrouting, left), third, spacing, centres);

  // Chains that the log enters from nowhere belong to no hook: below all others.
  const reached = Math.max(
    prerouting.bottom,
    forward.bottom,
    postrouting.bottom,
    largest(placedBottoms(nodes, centres, rowHeight)),
  );
  placeColumn(
    ofKind('chain').filter(({ id }) => !centres.has(id)),
    0,
    reached + bandGap,
    spacing,
    centres,
  );

  for (const drop of ofKind('drop')) placeDrop(drop, nodes, centres);
  const bottom = largest(nodes.map(({ id }) => (centres.get(id)?.y ?? top) + rowHeight));
  return { centres, height: Math.max(prerouting.bottom, forward.bottom, postrouting.bottom, bottom) };
}

function localBottoms(
  nodes: readonly FlowNode[],
  centres: Map<string, Box>,
  rowHeight: number,
): readonly number[] {
  return placedBottoms(
    nodes.filter(({ kind }) => kind === 'local'),
    centres,
    rowHeight,
  );
}

function placedBottoms(
  nodes: readonly FlowNode[],
  centres: Map<string, Box>,
  rowHeight: number,
): readonly number[] {
  return nodes.flatMap(({ id }) => {
    const box = centres.get(id);
    return box === undefined ? [] : [box.y + rowHeight];
  });
}

/** How far a block reaches. */
interface Extent {
  readonly right: number;
  readonly bottom: number;
}

interface HookBlock {
  readonly host: string;
  readonly hook: Hook;
  readonly rows: readonly ChainRow[];
  readonly callGraph: CallGraph;
  readonly arrangement: Arrangement;
  readonly left: number;
  readonly top: number;
}

/** One hook's tables below each other. Null where no packet visited the hook. */
function placeHook(
  nodes: readonly FlowNode[],
  { host, hook, rows: allRows, callGraph, arrangement, left, top }: HookBlock,
  centres: Map<string, Box>,
): Extent | null {
  const onHook = nodes.filter((node) => node.kind === 'chain' && node.hook === hook);
  if (onHook.length === 0) return null;
  const { spacing, mostWidth } = arrangement;
  const { rowHeight, tableGap, columnGap } = spacing;
  const chainsOfRow = new Map<string, FlowNode[]>();
  for (const node of onHook) {
    const key = rowKeyOf(node);
    const chains = chainsOfRow.get(key);
    if (chains === undefined) chainsOfRow.set(key, [node]);
    else chains.push(node);
  }
  let y = top;
  let right = left;
  for (const row of allRows.filter((each) => each.hook === hook)) {
    const chains = chainsOfRow.get(row.key) ?? [];
    const byLabel = new Map(chains.toReversed().map((node) => [node.label, node]));
    const levels = chainLevels(chains, host, row, callGraph);
    let x = left;
    let rows = 1;
    for (const level of levels.flatMap(columnsOf)) {
      const width = largest(level.map(widthOfLabel));
      if (x > left && x + width > mostWidth) {
        y += rows * rowHeight;
        [x, rows] = [left + columnGap / 2, 1];
      }
      level.forEach((chain, row) => {
        const node = byLabel.get(chain);
        if (node) centres.set(node.id, { x: x + width / 2, y: y + row * rowHeight + NODE_HEIGHT / 2, width });
      });
      rows = Math.max(rows, level.length);
      right = Math.max(right, x + width);
      x += width + columnGap;
    }
    y += rows * rowHeight + tableGap;
  }
  return { right, bottom: y };
}

/** Nodes below each other by name; returns the left edge of what comes next. */
function placeColumn(
  nodes: readonly FlowNode[],
  left: number,
  top: number,
  { rowHeight, columnGap }: Spacing,
  centres: Map<string, Box>,
): number {
  if (nodes.length === 0) return left;
  const width = largest(nodes.map(({ label }) => widthOfLabel(label)));
  const ordered = [...nodes].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1,
  );
  ordered.forEach((node, row) => {
    centres.set(node.id, { x: left + width / 2, y: top + row * rowHeight + NODE_HEIGHT / 2, width });
  });
  return left + width + columnGap;
}

/** A drop stands below the node that the packets were last seen at. */
function placeDrop(drop: FlowNode, nodes: readonly FlowNode[], centres: Map<string, Box>): void {
  const at = nodes.find((node) => drop.id.endsWith(`\0${node.id}`));
  const box = at === undefined ? undefined : centres.get(at.id);
  if (box === undefined) return;
  centres.set(drop.id, {
    x: box.x,
    y: box.y + (NODE_HEIGHT + DROP_HEIGHT) / 2 + 2,
    width: Math.min(box.width, 64),
  });
}

/** Of many thousand numbers, which are too many for the arguments of one call. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, each) => Math.max(most, each), -Infinity);
}

function widthOfLabel(label: string): number {
  return Math.max(48, Math.min(label.length, LONGEST_LABEL) * CHARACTER_WIDTH + 20);
}
