import { expect, it } from 'vitest';
import { captureOf, kernelLog } from '../testing/capture.ts';
import { familyChains } from './family-chains.ts';

const packet = (chain: string, id: number, end: string) => [
  `raw:PREROUTING:policy:1 eth0 - 10.1.0.2>10.2.0.2 TCP 1000>80 ${id}`,
  `nat:PREROUTING:rule:1 eth0 - 10.1.0.2>10.2.0.2 TCP 1000>80 ${id}`,
  `nat:${chain}:return:1 eth0 - 10.1.0.2>10.2.0.2 TCP 1000>80 ${id}`,
  `filter:FORWARD:${end} eth0 eth1 10.1.0.2>10.2.0.2 TCP 1000>80 ${id}`,
];

it('chains_of_a_family_stand_by_their_packets_with_those_that_die', async () => {
  const [one, two] = ['KUBE-SVC-AAAAAAAAAAAAAAAA', 'KUBE-SVC-BBBBBBBBBBBBBBBB'];
  const capture = await captureOf({
    'kern.log': kernelLog([
      ...packet(one, 1, 'rule:1'),
      ...packet(two, 2, 'policy:2'),
      ...packet(two, 3, 'rule:1'),
    ]),
    'iptables-save.txt':
      '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p tcp -m statistic --mode random --probability 0.5 -j ACCEPT\nCOMMIT\n',
  });
  const family = 'rtr\0nat/KUBE-SVC-*';
  expect(familyChains(capture, family)).toEqual([
    { name: `nat/${two}`, packets: 2, dying: 1 },
    { name: `nat/${one}`, packets: 1, dying: 0 },
  ]);
  const narrowed = { generation: 1, packets: Uint32Array.of(0), rows: null };
  expect(familyChains({ ...capture, narrowed }, family)[0]).toEqual({
    name: `nat/${one}`,
    packets: 1,
    dying: 0,
  });
});
