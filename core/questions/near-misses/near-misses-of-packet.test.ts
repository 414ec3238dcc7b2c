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

test('a_log_that_begins_in_a_called_chain_still_has_the_rules_before_the_only_call', async () => {
  const rules = (...more: readonly string[]) =>
    [
      '*filter',
      ':FORWARD ACCEPT [0:0]',
      ':LOGGING - [0:0]',
      '-A FORWARD -s 10.1.0.0/24 -o eth2 -j ACCEPT',
      '-A FORWARD -j LOGGING',
      '-A LOGGING -j LOG --log-prefix "DROP: "',
      '-A LOGGING -j DROP',
      ...more,
      'COMMIT',
      '',
    ].join('\n');
  const logged = '[  100.000000] DROP: IN=eth0 OUT=eth1 MAC= SRC=10.1.0.2 DST=10.2.0.2 LEN=84 TOS=0x00 PREC=0x00 TTL=63 ID=7 PROTO=ICMP TYPE=8 CODE=0 ID=1 SEQ=1\n'; // prettier-ignore
  const near = async (text: string) => {
    const { analysis } = await analysed({ 'kern.log': logged, 'iptables-save.txt': text });
    return nearMissesOfPacket(analysis, 0).map(({ chain, number }) => `${chain} ${number}`);
  };
  expect(await near(rules())).toEqual(['FORWARD 1']);
  expect(await near(rules('-A FORWARD -p udp -j LOGGING'))).toEqual([]);
});
