import { nearMissesOfPacket } from './near-misses-of-packet.ts';
import { expect, test } from 'vitest';
import { analysed, log } from '../../testing/drawn-log.ts';

const ruleset = `*filter
:FORWARD DROP [0:0]
-A FORWARD -m set --match-set services dst,dst -j ACCEPT
COMMIT
`;
const dropped = log([['filter:FORWARD:policy:2', { in: 'eth0', out: 'eth1', ttl: 63 }]]);

async function nearest(files: Readonly<Record<string, string>>) {
  const { analysis } = await analysed({ 'kern.log': dropped, 'iptables-save.txt': ruleset, ...files });
  return nearMissesOfPacket(analysis, 0)[0];
}

test('a_packet_that_is_not_in_the_set_of_a_rule_is_told_so', async () => {
  const sets = 'create services hash:ip,port family inet\nadd services 10.2.0.2,tcp:443\n';
  expect(await nearest({ 'ipset-save.txt': sets })).toMatchObject({
    number: 1,
    certain: true,
    failed: {
      needs: '--match-set services dst,dst',
      why: {
        kind: 'ipset',
        set: 'services',
        sides: [{ side: 'dst', address: '10.2.0.2', port: 80, protocol: 'tcp' }],
        answer: 'no',
      },
    },
  });
});

test('without_the_set_in_the_bundle_it_stays_open', async () => {
  expect(await nearest({})).toMatchObject({ number: 1, certain: false });
});
