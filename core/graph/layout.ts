import { positionOf, tablesOfHook } from '../kernel/chains/hooks.ts';
import type { PlacedNode } from '../model/graph.ts';
import type { BaseChain, Hook } from '../model/journey.ts';
import { type FlowNode, tableKey } from './flow-node.ts';

/** Which chains a host's ruleset has and which chains each calls, in the order of the rules. */
export interface CallGraph {
  /** Tables of iptables in the host's ruleset; empty where the bundle has none. */
  tables(host: string): readonly string[];
  /** The base chains of nft in the host's ruleset. */
  bases(host: string): readonly BaseChain[];
  /** Chains that a chain jumps or goes to, in the order of its rules, without repetition; `table` as `tableKey` has it. */
  calls(host: string, table: string, chain: string): readonly string[];
  /** Whether the table has such a chain. */
  has(host: string, table: string, chain: string): boolean;
  /** Number of user-defined chains. */
  size(host: string): number;
}

const NODE_HEIGHT = 30;
const ROW_HEIGHT = 56;
const DROP_HEIGHT = 18;
const TABLE_GAP = 14;
const COLUMN_GAP = 56;
const BAND_GAP = 44;
const HOST_GAP = 80;
const CHARACTER_WIDTH = 7;
const LONGEST_LABEL = 24;
/** Up to so many user-defined chains, each keeps a place of its own whether packets visited it or not. */
const MOST_FIXED_CHAINS = 48;
/** Chains below each other before a second column begins; more where there are hundreds. */
const FEWEST_ROWS = 20;

/** The room that a picture is drawn in, in CSS pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** How a host's hooks are broken into rows. */
interface Breaks {
  /** The routing decision begins a second row. */
  readonly afterPrerouting: boolean;
  /** INPUT, local processes and OUTPUT stand beside PREROUTING, above FORWARD's row. */
  readonly localAbove: boolean;
  /** POSTROUTING begins a row of its own. */
  readonly beforePostrouting: boolean;
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
    for (const [id, box] of placed.centres) centres.set(id, { ...box, y: box.y + top });
    top += placed.height + HOST_GAP;
  }
  return visited.map(({ node, packets }) => {
    const box = centres.get(node.id) ?? { x: 0, y: 0, width: 0 };
    const height = node.kind === 'drop' ? DROP_HEIGHT : NODE_HEIGHT;
    return { ...node, packets, x: box.x, y: box.y, width: box.width, height };
  });
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface PlacedHost {
  readonly centres: ReadonlyMap<string, Box>;
  readonly height: number;
}

/** Other breaks have to make the picture larger by this factor. */
const WORTH_BREAKING = 1.08;

function placedBest(
  nodes: readonly FlowNode[],
  host: string,
  callGraph: CallGraph,
  room: Room | null,
): PlacedHost {
  const rows = rowsOf(nodes, host, callGraph);
  let best = placeHost(nodes, host, callGraph, rows, oneRow);
  if (room === null) return best;
  let zoom = zoomIn(best, room);
  for (const breaks of moreRows) {
    const broken = placeHost(nodes, host, callGraph, rows, breaks);
    const brokenZoom = zoomIn(broken, room);
    if (brokenZoom > zoom * WORTH_BREAKING) [best, zoom] = [broken, brokenZoom];
  }
  return best;
}

/** How large all of it can be drawn; larger than life is no use. */
function zoomIn({ centres }: PlacedHost, { width, height }: Room): number {
  const boxes = [...centres.values()];
  const right = largest(boxes.map((box) => box.x + box.width / 2));
  const bottom = largest(boxes.map((box) => box.y + NODE_HEIGHT / 2));
  return Math.min(width / (right + 2 * EDGE), height / (bottom + 2 * EDGE), 1);
}

/** Headings and numbers stand out of the places at the picture's edge. */
const EDGE = 34;

/**
 * Places one host's nodes. From left to right: where packets come in, PREROUTING, the routing decision; then INPUT, the
 * local processes and OUTPUT, with FORWARD below them; then POSTROUTING and where packets go out.
 */
function placeHost(
  nodes: readonly FlowNode[],
  host: string,
  callGraph: CallGraph,
  rows: readonly Row[],
  breaks: Breaks,
): PlacedHost {
  const top = 0;
  const centres = new Map<string, Box>();
  const ofKind = (...kinds: readonly FlowNode['kind'][]): FlowNode[] =>
    nodes.filter(({ kind }) => kinds.includes(kind));
  const hookAt = (hook: Hook, left: number, above: number): Extent =>
    placeHook(nodes, { host, hook, rows, callGraph, left, top: above }, centres) ?? {
      right: left,
      bottom: above,
    };
  const behind = (extent: Extent, left: number): number =>
    extent.right > left ? extent.right + COLUMN_GAP : left;

  const first = placeColumn(ofKind('in'), 0, top, centres);
  const prerouting = hookAt('prerouting', first, top);
  const { afterPrerouting, localAbove, beforePostrouting } = breaks;
  const after = behind(prerouting, first);
  const local = (left: number, above: number): Extent => {
    const input = hookAt('input', left, above);
    const output = placeColumn(ofKind('local'), behind(input, left), above, centres);
    const sent = hookAt('output', output, above);
    return {
      right: sent.right > output ? sent.right : Math.max(input.right, output - COLUMN_GAP),
      bottom: Math.max(input.bottom, sent.bottom, ...localBottoms(nodes, centres)),
    };
  };
  const beside = localAbove ? local(after, top) : null;
  const firstBottom = largest([prerouting.bottom, ...placedBottoms(nodes, centres)]);
  const second = afterPrerouting && firstBottom > top ? firstBottom + BAND_GAP : top;
  const middle = placeColumn(
    ofKind('routing'),
    afterPrerouting ? 0 : after,
    afterPrerouting ? second : second + ROW_HEIGHT,
    centres,
  );
  const above = beside ?? local(middle, second);
  const isBelow = beside === null && above.bottom > second;
  const forward = hookAt('forward', middle, isBelow ? above.bottom + BAND_GAP : second);
  const last = Math.max(beside === null ? behind(above, middle) : middle, behind(forward, middle));
  const lowest = largest([forward.bottom, ...placedBottoms(nodes, centres)]);
  const [left, third] = beforePostrouting ? [0, lowest + BAND_GAP] : [last, second];
  const postrouting = hookAt('postrouting', left, third);
  placeColumn(ofKind('out', 'lost'), behind(postrouting, left), third, centres);

  // Chains that the log enters from nowhere belong to no hook: below all others.
  const reached = Math.max(
    prerouting.bottom,
    forward.bottom,
    postrouting.bottom,
    largest(placedBottoms(nodes, centres)),
  );
  placeColumn(
    ofKind('chain').filter(({ id }) => !centres.has(id)),
    0,
    reached + BAND_GAP,
    centres,
  );

  for (const drop of ofKind('drop')) placeDrop(drop, nodes, centres);
  const bottom = largest(nodes.map(({ id }) => (centres.get(id)?.y ?? top) + ROW_HEIGHT));
  return { centres, height: Math.max(prerouting.bottom, forward.bottom, postrouting.bottom, bottom) };
}

function localBottoms(nodes: readonly FlowNode[], centres: Map<string, Box>): readonly number[] {
  return placedBottoms(
    nodes.filter(({ kind }) => kind === 'local'),
    centres,
  );
}

function placedBottoms(nodes: readonly FlowNode[], centres: Map<string, Box>): readonly number[] {
  return nodes.flatMap(({ id }) => {
    const box = centres.get(id);
    return box === undefined ? [] : [box.y + ROW_HEIGHT];
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
  readonly rows: readonly Row[];
  readonly callGraph: CallGraph;
  readonly left: number;
  readonly top: number;
}

/** One hook's tables below each other. Null where no packet visited the hook. */
function placeHook(
  nodes: readonly FlowNode[],
  { host, hook, rows: allRows, callGraph, left, top }: HookBlock,
  centres: Map<string, Box>,
): Extent | null {
  const onHook = nodes.filter((node) => node.kind === 'chain' && node.hook === hook);
  if (onHook.length === 0) return null;
  let y = top;
  let right = left;
  for (const row of allRows.filter((each) => each.hook === hook)) {
    const chains = onHook.filter((node) => rowKeyOf(node) === row.key);
    const byLabel = new Map(chains.toReversed().map((node) => [node.label, node]));
    const levels = chainLevels(chains, host, row, callGraph);
    let x = left;
    let rows = 1;
    for (const level of levels.flatMap(columnsOf)) {
      const width = largest(level.map(widthOfLabel));
      level.forEach((chain, row) => {
        const node = byLabel.get(chain);
        if (node)
          centres.set(node.id, { x: x + width / 2, y: y + row * ROW_HEIGHT + NODE_HEIGHT / 2, width });
      });
      rows = Math.max(rows, level.length);
      x += width + COLUMN_GAP;
    }
    right = Math.max(right, x - COLUMN_GAP);
    y += rows * ROW_HEIGHT + TABLE_GAP;
  }
  return { right, bottom: y };
}

/** Very many chains of one depth stand in several columns: a picture is wide, and nobody sees the ends of a tower. */
function columnsOf(level: readonly string[]): readonly (readonly string[])[] {
  let rows = FEWEST_ROWS;
  while (level.length > rows * rows) rows *= 2;
  return Array.from({ length: Math.ceil(level.length / rows) }, (_, column) =>
    level.slice(column * rows, (column + 1) * rows),
  );
}

/** The chains of one table on one hook by depth of call: the built-in chain, those it calls, those they call. */
function chainLevels(
  visited: readonly FlowNode[],
  host: string,
  { table, chain: builtIn }: Row,
  callGraph: CallGraph,
): readonly (readonly string[])[] {
  const wanted = new Set(visited.map(({ label }) => label));
  const fixed = callGraph.size(host) <= MOST_FIXED_CHAINS;
  const seen = new Set([builtIn]);
  const levels: string[][] = [[builtIn]];
  const toFind = [...wanted].filter((chain) => callGraph.has(host, table, chain));
  // Of very many chains, those below the last visited one need not be known.
  const isDone = (): boolean => !fixed && toFind.every((chain) => seen.has(chain));
  for (let level = levels[0] as string[]; level.length > 0 && !isDone();) {
    const next: string[] = [];
    for (const chain of level) {
      for (const called of callGraph.calls(host, table, chain)) {
        if (seen.has(called)) continue;
        seen.add(called);
        next.push(called);
      }
    }
    if (next.length > 0) levels.push(next);
    level = next;
  }
  const unplaced = [...wanted].filter((chain) => !seen.has(chain));
  if (unplaced.length > 0) levels.splice(1, 1, [...(levels[1] ?? []), ...unplaced]);
  return fixed
    ? levels
    : levels
        .map((level) => level.filter((chain) => wanted.has(chain) || chain === builtIn))
        .filter((level) => level.length > 0);
}

/** The chains that packets come into from one base chain, drawn side by side. */
interface Row {
  readonly key: string;
  readonly hook: Hook;
  /** As `tableKey` has it. */
  readonly table: string;
  readonly chain: string;
  readonly priority: number;
}

/**
 * A host's rows, in each hook by priority: the tables of iptables that it has, and the base chains of nft. Chains of
 * bridges come before those of IP, and behind them where packets go out.
 */
function rowsOf(nodes: readonly FlowNode[], host: string, callGraph: CallGraph): readonly Row[] {
  const rows = new Map<string, Row>();
  const add = (row: Row): void => void rows.set(row.key, rows.get(row.key) ?? row);
  const tables = new Set([
    ...callGraph.tables(host),
    ...nodes.flatMap(({ table, base }) => (table === null || isOfNft(base) ? [] : [table])),
  ]);
  for (const hook of Object.keys(tablesOfHook) as Hook[]) {
    for (const table of tablesOfHook[hook]) {
      const chain = hook.toUpperCase();
      const priority = positionOf(table, chain)?.priority ?? 0;
      if (tables.has(table)) add({ key: `${hook} ${table}`, hook, table, chain, priority });
    }
  }
  const bases = [...callGraph.bases(host), ...nodes.flatMap(({ base }) => base ?? [])].filter(isOfNft);
  for (const base of bases) {
    const beside =
      base.layer === 'ip' ? 0 : base.hook === 'output' || base.hook === 'postrouting' ? 1e7 : -1e7;
    add({
      key: keyOfBase(base),
      hook: base.hook,
      table: tableKey(base.tableFamily, base.table),
      chain: base.chain,
      priority: base.priority + beside,
    });
  }
  return [...rows.values()].sort((a, b) => a.priority - b.priority);
}

/** Chains that do not hang where iptables has its own. */
function isOfNft(base: BaseChain | null): base is BaseChain {
  return base !== null && (base.known !== 'built-in' || base.layer === 'bridge');
}

function keyOfBase({ hook, tableFamily, table, chain }: BaseChain): string {
  return `${hook} ${tableFamily} ${table} ${chain}`;
}

function rowKeyOf({ base, hook, table }: FlowNode): string {
  return isOfNft(base) ? keyOfBase(base) : `${hook} ${table}`;
}

/** Nodes below each other by name; returns the left edge of what comes next. */
function placeColumn(
  nodes: readonly FlowNode[],
  left: number,
  top: number,
  centres: Map<string, Box>,
): number {
  if (nodes.length === 0) return left;
  const width = largest(nodes.map(({ label }) => widthOfLabel(label)));
  const ordered = [...nodes].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1,
  );
  ordered.forEach((node, row) => {
    centres.set(node.id, { x: left + width / 2, y: top + row * ROW_HEIGHT + NODE_HEIGHT / 2, width });
  });
  return left + width + COLUMN_GAP;
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
function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, each) => Math.max(most, each), -Infinity);
}

function widthOfLabel(label: string): number {
  return Math.max(48, Math.min(label.length, LONGEST_LABEL) * CHARACTER_WIDTH + 20);
}
