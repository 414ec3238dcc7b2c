import type { FlowNodeName, PlacedNode } from '../model/graph.ts';
import type { BaseChain, Hook } from '../model/journey.ts';
import type { TracePlace } from '../model/trace.ts';
import type { TableFamily } from '../model/table-family.ts';

/** A node before it has a place on the screen. */
export type FlowNode = Pick<
  PlacedNode,
  'id' | 'host' | 'name' | 'kind' | 'label' | 'table' | 'hook' | 'base' | 'chains'
>;

/** A table's name among those of all families: those of iptables by themselves, others with nft's word (`inet filter`). */
export function tableKey(family: TableFamily, table: string): string {
  return family === 'ip' || family === 'ip6' ? table : `${family} ${table}`;
}

/** Makes the nodes of one host; equal ids are one node. */
export function nodeIds(host: string) {
  const make = (
    kind: FlowNode['kind'],
    name: FlowNodeName,
    label: string,
    place: { table?: string; hook?: Hook | null; at?: string; base?: BaseChain | null } = {},
  ): FlowNode => ({
    id: [host, kind, place.hook ?? '', place.at ?? name].join('\0'),
    host,
    name,
    kind,
    label,
    table: place.table ?? null,
    hook: place.hook ?? null,
    base: place.base ?? null,
    chains: 1,
  });
  return {
    in: (interfaceName: string) => make('in', `in:${interfaceName}`, interfaceName),
    out: (interfaceName: string) => make('out', `out:${interfaceName}`, interfaceName),
    /** The local processes: where packets of INPUT end (`input`) and those of OUTPUT begin (`output`). */
    local: (side: 'input' | 'output') => make('local', 'local', 'local process', { hook: side }),
    routing: () => make('routing', 'routing', 'routing'),
    lost: () => make('lost', 'lost', 'not known'),
    /** Where packets died that were last seen at `last`. */
    drop: (last: FlowNode) => make('drop', 'drop', 'dropped', { hook: last.hook, at: last.id }),
    chain: (
      { tableFamily, table, chain }: Pick<TracePlace, 'tableFamily' | 'table' | 'chain'>,
      hook: Hook | null,
      base: BaseChain | null,
    ) =>
      // A line that was cut can name a chain without its table.
      make('chain', `${table === '' ? '?' : table}/${chain}`, chain, {
        table,
        hook,
        base,
        at: `${tableKey(tableFamily, table)}/${chain}`,
      }),
  };
}
