import { baseChainOf } from '../kernel/chains/base-chains.ts';
import type { FlowPaths } from '../model/analysis.ts';
import type { Hook, BaseChain } from '../model/journey.ts';
import { isDead } from '../model/disposition.ts';
import type { Table } from '../model/ruleset.ts';
import type { SimulatedWay } from '../model/simulation.ts';
import type { CallGraph } from './call-graph.ts';
import { type FlowNode, nodeIds } from './flow-node.ts';
import { placeNodes } from './layout.ts';

/** The path of a packet that was walked, and how many it stands for. */
export interface WeighedWay {
  /** The interface that it came in by; '' for a packet of the host itself. */
  readonly in: string;
  readonly way: SimulatedWay;
  readonly count: number;
}

/** Ways of packets that nobody captured, as paths through the same places that captured ones have. */
export function simulatedPaths(
  host: string,
  tables: readonly Table[],
  ways: readonly WeighedWay[],
  calls: CallGraph,
): FlowPaths {
  const bases = basesOf(tables);
  const nodes = new Map<string, { readonly node: FlowNode; readonly index: number; packets: number }>();
  const paths = ways.map(({ in: device, way, count }) =>
    placesOf(host, bases, device, way).map((node) => {
      const known = nodes.get(node.id) ?? { node, index: nodes.size, packets: 0 };
      nodes.set(node.id, known);
      known.packets += count;
      return known.index;
    }),
  );
  const path = Uint32Array.from(
    ways.flatMap(({ count }, index) => Array.from({ length: count }, () => index)),
  );
  return { path, paths, nodes: placeNodes([...nodes.values()], calls) };
}

function chainKey(family: string, table: string, chain: string): string {
  return JSON.stringify([family, table, chain]);
}

function basesOf(tables: readonly Table[]): ReadonlyMap<string, BaseChain> {
  return new Map(
    tables.flatMap((table) =>
      table.chains.flatMap((chain) => {
        const base = baseChainOf(table, chain, 'nft');
        return base === null ? [] : [[chainKey(table.family, table.name, chain.name), base] as const];
      }),
    ),
  );
}

function placesOf(
  host: string,
  bases: ReadonlyMap<string, BaseChain>,
  device: string,
  { steps, disposition, egress }: SimulatedWay,
): readonly FlowNode[] {
  const ids = nodeIds(host);
  const way: FlowNode[] = [device === '' ? ids.local('output') : ids.in(device)];
  let hook: Hook | null = null;
  for (const step of steps) {
    if (step.kind === 'routing') {
      if (device !== '') way.push(ids.routing());
      continue;
    }
    const base = bases.get(chainKey(step.tableFamily, step.table, step.chain)) ?? null;
    hook = base?.hook ?? hook;
    const node = ids.chain(step, hook, base);
    if (way.at(-1)?.id !== node.id) way.push(node);
  }
  const last = way.at(-1) as FlowNode;
  if (isDead(disposition)) way.push(ids.drop(last));
  else if (egress !== null) way.push(ids.out(egress.interface ?? '?'));
  else way.push(disposition === 'unknown' || disposition === 'incomplete' ? ids.lost() : ids.local('input'));
  return way;
}
