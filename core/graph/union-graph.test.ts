import { describe, expect, it } from 'vitest';
import type { FlowPaths } from '../model/analysis.ts';
import { type FlowNode, nodeIds } from './flow-node.ts';
import { unionGraph } from './union-graph.ts';

/** Packets that each took one of the ways; a way is a list of nodes. */
function capture(ways: readonly (readonly FlowNode[])[], packets: readonly number[]) {
  const nodes = [...new Map(ways.flat().map((node) => [node.id, node])).values()];
  const flowPaths: FlowPaths = {
    path: Uint32Array.from(packets),
    paths: ways.map((way) => way.map(({ id }) => nodes.findIndex((node) => node.id === id))),
    nodes: nodes.map((node) => ({
      ...node,
      packets: packets.filter((way) => ways[way]?.some(({ id }) => id === node.id)).length,
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    })),
  };
  return { flowPaths, rulesets: [] };
}

const { in: into, out, chain, drop } = nodeIds('r1');
const filterForward = { tableFamily: 'ip', table: 'filter', chain: 'FORWARD' } as const;
const forward = chain(filterForward, 'forward', null);

describe('unionGraph', () => {
  it('draws_a_place_of_both_captures_once_and_counts_each_side', () => {
    const before = capture([[into('eth0'), forward, out('eth1')]], [0, 0, 0]);
    const after = capture([[into('eth0'), forward, drop(forward)]], [0]);
    const union = unionGraph(before, after);
    expect(union.nodes.map(({ name }) => name)).toEqual(['in:eth0', 'filter/FORWARD', 'out:eth1', 'drop']);
    expect([...union.before]).toEqual([3, 3, 3, 0]);
    expect([...union.after]).toEqual([1, 1, 0, 1]);
    const named = union.edges.map(({ from, to, ...counts }) => ({
      way: `${union.nodes[from]?.name} ${union.nodes[to]?.name}`,
      ...counts,
    }));
    expect(named).toEqual([
      { way: 'in:eth0 filter/FORWARD', before: 3, after: 1 },
      { way: 'filter/FORWARD out:eth1', before: 3, after: 0 },
      { way: 'filter/FORWARD drop', before: 0, after: 1 },
    ]);
  });

  it('lays_a_host_without_a_name_on_the_one_that_it_is', () => {
    const nameless = nodeIds('');
    const there = nameless.chain(filterForward, 'forward', null);
    const before = capture([[nameless.in('eth0'), there, nameless.drop(there)]], [0]);
    const after = capture([[into('eth0'), forward, drop(forward)]], [0]);
    const union = unionGraph(before, after, new Map([['', 'r1']]));
    expect(union.nodes).toHaveLength(3);
    expect(union.nodes.every(({ host }) => host === 'r1')).toBe(true);
  });

  it('is_the_same_layout_whichever_side_a_capture_is_on', () => {
    const a = capture([[into('eth0'), forward, out('eth1')]], [0]);
    const b = capture([[into('eth2'), forward, drop(forward)]], [0, 0]);
    const place = (union: ReturnType<typeof unionGraph>) =>
      union.nodes.map(({ id, x, y }) => `${id} ${x} ${y}`).sort();
    expect(place(unionGraph(a, b))).toEqual(place(unionGraph(b, a)));
  });
});
