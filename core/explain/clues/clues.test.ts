import { expect, test } from 'vitest';
import type { ClueKind } from '../../model/clue.ts';
import { analysed, log, tcp } from '../../testing/drawn-log.ts';
import { clue } from '../../words/en/clues.ts';

async function cluesOf(
  files: Readonly<Record<string, string>>,
): Promise<readonly (readonly [ClueKind, string])[]> {
  const { analysis } = await analysed(files);
  return analysis.clues.map((found) => [found.kind, clue(found)] as const);
}

const kinds = async (files: Readonly<Record<string, string>>): Promise<readonly ClueKind[]> =>
  (await cluesOf(files)).map(([kind]) => kind);

const own = { in: 'br0', src: '10.2.0.5', link: 'PHYSIN=veth1' } as const;
const turned = (proto = tcp(41001, 80)) =>
  log([
    ['nat:PREROUTING:policy:1', { ...own, dst: '10.3.0.7', proto }],
    ['filter:FORWARD:policy:1', { ...own, dst: '10.2.0.5', out: 'br0', proto }],
    ['nat:POSTROUTING:policy:1', { ...own, dst: '10.2.0.5', out: 'br0', proto }],
  ]);
const accepting =
  '*nat\n:PREROUTING ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\nCOMMIT\n*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n';

test('a_packet_that_nat_turns_back_to_its_sender_needs_hairpin_mode', async () => {
  const files = { 'kern.log': turned(), 'iptables-save.txt': accepting };
  expect(await kinds(files)).toEqual(['back-to-sender']);
  const port =
    '7: veth1@if6: <BROADCAST,UP> mtu 1500 master br0 state forwarding priority 32 cost 2 \n    hairpin on guard off root_block off fastleave off learning on flood on \n';
  expect(await kinds({ ...files, 'bridge-link.txt': port })).toEqual([]);
  expect(await kinds({ ...files, 'kern.log': turned(tcp(41001, 80).replace('SYN', 'ACK')) })).toEqual([]);
});

test('a_packet_that_was_only_bridged_and_died_in_the_rules_of_ip_is_told', async () => {
  const link = 'PHYSIN=veth1 PHYSOUT=veth2';
  const dropping = '*filter\n:FORWARD DROP [0:0]\nCOMMIT\n';
  const bridged = log([['filter:FORWARD:policy:1', { in: 'br0', out: 'br0', link }]]);
  expect(await kinds({ 'kern.log': bridged, 'iptables-save.txt': dropping })).toEqual([
    'bridged-frames-filtered',
  ]);
  const routed = log([['filter:FORWARD:policy:1', { in: 'br0', out: 'eth0', link: 'PHYSIN=veth1' }]]);
  expect(await kinds({ 'kern.log': routed, 'iptables-save.txt': dropping })).toEqual([]);
});

test('a_syn_that_comes_again_unanswered_is_told_once_for_its_peer', async () => {
  const syn = (id: number, src: string, dst: string) =>
    log([['filter:INPUT:policy:1', { in: 'eth0', id, src, dst }]]);
  const files = { 'iptables-save.txt': '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n' };
  const again = syn(7, '10.1.0.2', '10.2.0.2') + syn(8, '10.1.0.2', '10.2.0.2');
  expect(await kinds({ ...files, 'kern.log': again })).toEqual(['syn-repeated']);
  expect(await kinds({ ...files, 'kern.log': syn(7, '10.1.0.2', '10.2.0.2') })).toEqual([]);
});

test('a_source_that_is_rewritten_past_an_ipsec_policy_is_told', async () => {
  const save =
    '*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -o eth1 -j MASQUERADE\nCOMMIT\n*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n';
  const kernLog = log([
    ['raw:PREROUTING:policy:2', { in: 'eth0' }],
    ['filter:FORWARD:policy:1', { in: 'eth0', out: 'eth1' }],
    ['nat:POSTROUTING:rule:1', { out: 'eth1' }],
  ]);
  const policy = (src: string): string =>
    `src ${src} dst 10.2.0.0/24 \n\tdir out priority 100 ptype main \n\ttmpl src 192.0.2.1 dst 192.0.2.2\n\t\tproto esp reqid 1 mode tunnel\n`;
  const files = { 'kern.log': kernLog, 'iptables-save.txt': save };
  expect(await kinds({ ...files, 'xfrm-policy.txt': policy('10.1.0.0/24') })).toEqual([
    'rewritten-before-ipsec',
  ]);
  expect(await kinds({ ...files, 'xfrm-policy.txt': policy('10.9.0.0/24') })).toEqual([]);
});

test('without_a_trace_the_rules_that_dropped_most_and_wrong_checksums_are_told', async () => {
  const save = `*filter
:INPUT DROP [9:540]
:FORWARD ACCEPT [0:0]
[25:1500] -A INPUT -m conntrack --ctstate INVALID -j DROP
[7:420] -A INPUT -p tcp -j ACCEPT
[0:0] -A INPUT -p udp -j DROP
COMMIT
`;
  const capture =
    '14:02:11.120443 IP (tos 0x0, ttl 63, id 5019, offset 0, flags [DF], proto TCP (6), length 60)\n    10.244.1.7.36792 > 10.244.2.9.8080: Flags [S], cksum 0x1652 (incorrect -> 0x8a21), seq 582355784, win 64240, length 0\n';
  const told = await cluesOf({ 'iptables-save.txt': save, 'tcpdump.txt': capture });
  expect(told.map(([kind]) => kind)).toEqual(['drops-counted', 'drops-counted', 'checksums-wrong']);
  expect(told[0]?.[1]).toMatch(/INVALID.* has dropped 25 packets/);
  expect(told[1]?.[1]).toMatch(/policy of filter\/INPUT has dropped 9 packets/);
});
