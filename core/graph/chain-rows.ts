import { positionOf, tablesOfHook } from '../kernel/chains/hooks.ts';
import type { BaseChain, Hook } from '../model/journey.ts';
import type { CallGraph } from './call-graph.ts';
import { type FlowNode, tableKey } from './flow-node.ts';

/** Up to this many user-defined chains, each keeps a place of its own whether packets visited it or not. */
const MOST_FIXED_CHAINS = 48;
/** Chains below each other before a second column begins; more where there are hundreds. */
const FEWEST_ROWS = 20;

/** The chains that packets come into from one base chain, drawn side by side. */
export interface ChainRow {
  readonly key: string;
  readonly hook: Hook;
  /** As `tableKey` has it. */
  readonly table: string;
  readonly chain: string;
  readonly priority: number;
}

/**
 * A host's rows, in each hook by priority: the tables of iptables that it has, and the base chains of nft. Chains of
 * bridges come before those of IP, and after them where packets go out.
 */
export function chainRowsOf(
  nodes: readonly FlowNode[],
  host: string,
  callGraph: CallGraph,
): readonly ChainRow[] {
  const rows = new Map<string, ChainRow>();
  const add = (row: ChainRow): void => void rows.set(row.key, rows.get(row.key) ?? row);
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

/** The key of the row that a chain stands in. */
export function rowKeyOf({ base, hook, table }: FlowNode): string {
  return isOfNft(base) ? keyOfBase(base) : `${hook} ${table}`;
}

/** Chains that do not hang where iptables has its own. */
function isOfNft(base: BaseChain | null): base is BaseChain {
  return base !== null && (base.known !== 'built-in' || base.layer === 'bridge');
}

function keyOfBase({ hook, tableFamily, table, chain }: BaseChain): string {
  return `${hook} ${tableFamily} ${table} ${chain}`;
}

/** The chains of one table on one hook by depth of call: the built-in chain, those it calls, those they call. */
export function chainLevels(
  visited: readonly FlowNode[],
  host: string,
  { table, chain: builtIn }: ChainRow,
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

/** Very many chains of one depth stand in several columns: a picture is wide, and nobody sees the ends of a tower. */
export function columnsOf(level: readonly string[]): readonly (readonly string[])[] {
  let rows = FEWEST_ROWS;
  while (level.length > rows * rows) rows *= 2;
  return Array.from({ length: Math.ceil(level.length / rows) }, (_, column) =>
    level.slice(column * rows, (column + 1) * rows),
  );
}
