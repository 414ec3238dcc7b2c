import { expect, test } from 'vitest';
import { analysed, log } from '../testing/drawn-log.ts';
import { buildCallGraph } from './call-graph.ts';
import { foldChains } from './fold-chains.ts';
import { nodeEdges } from './node-edges.ts';

const endpoints = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i).repeat(16));
const ruleset = [
  '*nat',
  ':PREROUTING ACCEPT [0:0]',
  ':KUBE-SERVICES - [0:0]',
  ...endpoints.flatMap((end) => [`:KUBE-SVC-${end} - [0:0]`, `:KUBE-SEP-${end} - [0:0]`]),
  '-A PREROUTING -j KUBE-SERVICES',
  ...endpoints.map((end) => `-A KUBE-SERVICES -p tcp -j KUBE-SVC-${end}`),
  ...endpoints.map((end) => `-A KUBE-SVC-${end} -j KUBE-SEP-${end}`),
  ...endpoints.map((end, i) => `-A KUBE-SEP-${end} -p tcp -j ${i === 0 ? 'DROP' : 'DNAT --to-destination 10.2.0.2'}`),
  'COMMIT',
  '',
].join('\n'); // prettier-ignore
const kernelLog = log(
  endpoints.flatMap((end, i) => {
    const fields = { in: 'eth0', id: i + 1 };
    return [
      ['nat:PREROUTING:rule:1', fields],
      [`nat:KUBE-SERVICES:rule:${i + 1}`, fields],
      [`nat:KUBE-SVC-${end}:rule:1`, fields],
      [`nat:KUBE-SEP-${end}:rule:1`, fields],
    ] as const;
  }),
);

async function folded(unfolded: readonly string[] = []) {
  const { analysis } = await analysed({ 'kern.log': kernelLog, 'iptables-save.txt': ruleset });
  const calls = buildCallGraph(analysis.rulesets);
  return { analysis, ...foldChains(analysis.flowPaths, calls, new Set(unfolded)) };
}

test('each_family_is_one_place_that_says_how_many_chains_it_has', async () => {
  const { flowPaths, families } = await folded();
  expect(families.map(({ name, chains }) => [name, chains])).toEqual([
    ['nat/KUBE-SEP-*', 26],
    ['nat/KUBE-SVC-*', 26],
  ]);
  const crowds = flowPaths.nodes.filter(({ chains }) => chains > 1);
  expect(crowds.map(({ name, chains, packets }) => [name, chains, packets])).toEqual([
    ['nat/KUBE-SVC-*', 26, 26],
    ['nat/KUBE-SEP-*', 26, 26],
  ]);
  const [services, ends] = crowds.map(({ x }) => x);
  expect(services).toBeLessThan(ends ?? 0);
});

test('no_packet_is_lost_and_none_is_counted_twice', async () => {
  const { analysis, flowPaths, nodeOf } = await folded();
  const before = nodeEdges(analysis).count(null).nodes;
  const after = nodeEdges({ flowPaths }).count(null).nodes;
  const sums = new Uint32Array(after.length);
  nodeOf.forEach((node, index) => (sums[node] = (sums[node] ?? 0) + (before[index] ?? 0)));
  expect(after).toEqual(sums);
  expect(flowPaths.nodes.map(({ packets }) => packets)).toEqual(Array.from(after));
});

test('what_died_in_one_of_them_hangs_on_the_family', async () => {
  const { flowPaths } = await folded();
  const drop = flowPaths.nodes.find(({ kind }) => kind === 'drop');
  const family = flowPaths.nodes.find(({ name }) => name === 'nat/KUBE-SEP-*');
  expect(drop?.packets).toBe(1);
  expect(drop?.x).toBe(family?.x);
});

test('an_unfolded_family_is_drawn_chain_by_chain', async () => {
  const { families } = await folded();
  const all = await folded(families.map(({ id }) => id));
  expect(all.flowPaths).toBe(all.analysis.flowPaths);
  const one = await folded(families.filter(({ name }) => name.includes('SVC')).map(({ id }) => id));
  const names = one.flowPaths.nodes.map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('nat/KUBE-SVC-'))).toHaveLength(26);
  expect(names.filter((name) => name.startsWith('nat/KUBE-SEP-'))).toEqual(['nat/KUBE-SEP-*']);
});

test('places_that_are_not_folded_keep_their_column', async () => {
  const { analysis, flowPaths } = await folded();
  const before = new Map(analysis.flowPaths.nodes.map(({ id, x }) => [id, x]));
  for (const name of ['nat/PREROUTING', 'nat/KUBE-SERVICES']) {
    const node = flowPaths.nodes.find((each) => each.name === name);
    expect(node?.x).toBe(before.get(node?.id ?? ''));
  }
});
