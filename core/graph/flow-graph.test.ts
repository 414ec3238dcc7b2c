import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../model/analysis.ts';
import type { PlacedNode } from '../model/graph.ts';
import type { Hook } from '../model/journey.ts';
import { analysed, type DrawnFields, log } from '../testing/drawn-log.ts';
import { host } from '../testing/host.ts';
import { type DrawnRuleset, rulesets, saved, simulate } from '../testing/simulated-kernel.ts';
import { buildCallGraph } from './call-graph.ts';
import { foldChains } from './fold-chains.ts';
import { countEdges } from './count-edges.ts';

const fields: Readonly<Record<Hook, DrawnFields>> = {
  prerouting: { in: 'eth0' },
  input: { in: 'eth0' },
  forward: { in: 'eth0', out: 'eth1' },
  output: { out: 'eth1' },
  postrouting: { out: 'eth1' },
};
const ways: readonly (readonly Hook[])[] = [
  ['prerouting', 'forward', 'postrouting'],
  ['prerouting', 'input'],
  ['output', 'postrouting'],
];

/** The log of packets that each took one of the ways; where `keep` says no, a line was lost. */
function linesOf(
  ruleset: DrawnRuleset,
  wayOfPacket: readonly number[],
  chance: () => boolean,
  keep: () => boolean = () => true,
) {
  return wayOfPacket.flatMap((way, id) =>
    simulate(ruleset, ways[way] ?? [], true, chance)
      .steps.map(({ place, hook }) => [place, { ...fields[hook], id }] as const)
      .filter(keep),
  );
}

function overlaps(nodes: readonly PlacedNode[]): string[] {
  return nodes.flatMap((a, i) =>
    nodes
      .slice(i + 1)
      .filter(
        (b) =>
          Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2,
      )
      .map((b) => `${JSON.stringify(a.id)} and ${JSON.stringify(b.id)}`),
  );
}

/** At every node as many passages arrive, or begin there, as leave it, or end there. */
function unbalanced({ flowPaths: { nodes, path, paths } }: Analysis): string[] {
  const balance = new Map<string, number>();
  const add = (name: string | undefined, count: number) =>
    balance.set(name ?? '?', (balance.get(name ?? '?') ?? 0) + count);
  for (const index of path) {
    const way = paths[index] ?? [];
    add(nodes[way[0] ?? -1]?.name, 1);
    add(nodes[way.at(-1) ?? -1]?.name, -1);
  }
  for (const { from, to, traversals } of countEdges({ flowPaths: { nodes, path, paths } }, null)) {
    add(from, -traversals);
    add(to, traversals);
  }
  return [...balance].flatMap(([name, rest]) => (rest === 0 ? [] : [`${name} ${rest}`]));
}

/** Wide, tall and small panes, which break the picture in different places. */
const rooms = [
  { width: 1600, height: 300 },
  { width: 700, height: 460 },
  { width: 400, height: 900 },
];

describe('whatever_the_ruleset_and_whatever_was_lost', () => {
  test('no_node_overlaps_another_and_no_packet_is_lost_between_nodes', async () => {
    await fc.assert(
      fc.asyncProperty(
        rulesets(true),
        fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.boolean()),
        fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
        fc.boolean(),
        async (ruleset, wayOfPacket, chances, losses, withRuleset) => {
          const lines = linesOf(
            ruleset,
            wayOfPacket,
            () => chances.next().value as boolean,
            () => Number(losses.next().value) > 0,
          );
          const { analysis } = await analysed({
            'kern.log': log(lines),
            ...(withRuleset ? { 'iptables-save.txt': saved(ruleset) } : {}),
          });
          expect(overlaps(analysis.flowPaths.nodes)).toEqual([]);
          expect(analysis.flowPaths.nodes.filter(({ width }) => width <= 0)).toEqual([]);
          const calls = buildCallGraph(analysis.rulesets);
          for (const room of rooms) {
            const { flowPaths } = foldChains(analysis.flowPaths, calls, new Set(), { room });
            expect(overlaps(flowPaths.nodes)).toEqual([]);
            expect(flowPaths.nodes.map(({ id }) => id)).toEqual(analysis.flowPaths.nodes.map(({ id }) => id));
          }
          expect(unbalanced(analysis)).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a_chain_keeps_its_place_when_other_packets_come_the_same_ways', async () => {
    await fc.assert(
      fc.asyncProperty(
        rulesets(false),
        fc.infiniteStream(fc.boolean()),
        fc.infiniteStream(fc.boolean()),
        async (ruleset, chances, others) => {
          const nodesOf = async (stream: Iterator<boolean>) => {
            const lines = linesOf(ruleset, [0, 1, 2], () => stream.next().value === true);
            const files = { 'kern.log': log(lines), 'iptables-save.txt': saved(ruleset) };
            return (await analysed(files)).analysis.flowPaths.nodes;
          };
          const first = new Map((await nodesOf(chances)).map((node) => [node.id, node]));
          for (const node of await nodesOf(others)) {
            const same = first.get(node.id);
            if (node.kind !== 'chain' || same === undefined) continue;
            expect([node.id, node.x, node.y]).toEqual([same.id, same.x, same.y]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the_first_packet_does_not_decide_which_host_stands_above', async () => {
    const line = (host: string) =>
      `Nov 21 07:00:00 ${host} kernel: ${log([['raw:PREROUTING:policy:1', fields.prerouting]]).slice(15)}`;
    const places = async (hosts: readonly string[]) => {
      const { analysis } = await analysed({ 'kern.log': hosts.map(line).join('') });
      return analysis.flowPaths.nodes.map(({ id, x, y }) => [id, x, y].join()).sort();
    };
    expect(await places(['edge', 'core'])).toEqual(await places(['core', 'edge']));
  });
});

test('a_hostile_chain_name_stays_one_node_of_that_name', async () => {
  const chain = '<img/src=x:onerror=alert(1)>:rule:1\u202e';
  const { analysis } = await host()
    .trace(
      ['raw:PREROUTING:policy:1', fields.prerouting],
      ['filter:FORWARD:rule:1', fields.forward],
      [`filter:${chain}:return:1`, fields.forward],
      ['filter:FORWARD:policy:2', fields.forward],
    )
    .analysed();
  expect(analysis.flowPaths.nodes.filter(({ name }) => name === `filter/${chain}`)).toHaveLength(1);
  expect(overlaps(analysis.flowPaths.nodes)).toEqual([]);
});

test('a_filtered_selection_counts_only_its_packets', async () => {
  const { analysis } = await host()
    .trace(...[0, 1, 2].map((id) => ['raw:PREROUTING:policy:1', { in: 'eth0', id }] as const))
    .analysed();
  const [edge] = countEdges(analysis, Uint32Array.of(0, 2));
  expect(edge).toMatchObject({ from: 'in:eth0', to: 'raw/PREROUTING', packets: 2, traversals: 2 });
});

describe('nft', () => {
  const ruleset = `table inet filter {
	map ports {
		type inet_service : verdict
		elements = { 53 : jump dns }
	}
	chain forward {
		type filter hook forward priority filter; policy drop;
		udp dport vmap @ports
	}
	chain dns {
		drop
	}
}
table ip filter {
	chain forward {
		type filter hook forward priority -5; policy accept;
	}
}
`;
  const header =
    'iif "eth0" oif "eth1" ip saddr 10.1.0.2 ip daddr 10.2.0.2 ip ttl 63 ip id 7 ip protocol udp ip length 60 udp sport 4000 udp dport 53';
  const trace = [
    `trace id 0000abcd ip filter forward packet: ${header}`,
    'trace id 0000abcd ip filter forward policy accept',
    `trace id 0000abcd inet filter forward packet: ${header}`,
    'trace id 0000abcd inet filter forward rule udp dport vmap @ports (verdict jump dns)',
    'trace id 0000abcd inet filter dns rule drop (verdict drop)',
  ].join('\n');

  test('base_chains_of_a_hook_stand_below_each_other_by_priority_and_tables_of_one_name_stay_apart', async () => {
    const { analysis } = await analysed({ 'nft-ruleset.txt': ruleset, 'nft-trace.txt': `${trace}\n` });
    const chains = analysis.flowPaths.nodes.filter(({ kind }) => kind === 'chain');
    expect(chains.map(({ name }) => name)).toEqual(['filter/forward', 'filter/forward', 'filter/dns']);
    const [first, second, called] = chains;
    expect(first?.y).toBeLessThan(second?.y ?? 0);
    expect(called?.y).toBe(second?.y);
    expect(called?.x).toBeGreaterThan(second?.x ?? Infinity);
  });
});
