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

const conntrackStats = (failed: number, other = 0) =>
  `cpu=0   \tfound=12 invalid=${other} insert=0 insert_failed=${failed} drop=${failed} early_drop=0 error=0 search_restart=0\ncpu=1   \tfound=2 invalid=0 insert=0 insert_failed=1 drop=1 early_drop=0 error=0 search_restart=0\n`;
const linkStats = (dropped: number) =>
  `2: eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP mode DEFAULT group default qlen 1000\n    link/ether 52:54:00:42:5a:57 brd ff:ff:ff:ff:ff:ff\n    RX:  bytes packets errors dropped  missed   mcast           \n          1234      12      0       ${dropped}       0       0 \n    TX:  bytes packets errors dropped carrier collsns           \n          1234      12      0       0       0       0 \n`;
const netDev = (dropped: number) =>
  `Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n  eth0: 1234 12 0 0 0 0 0 0 1234 12 0 ${dropped} 0 0 0 0\n`;
const softnet = (dropped: number) =>
  `0000a3f1 0000000${dropped} 00000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000\n`;
const qdisc = (dropped: number) =>
  `qdisc fq_codel 0: dev eth0 root refcnt 2 limit 10240p \n Sent 9 bytes 12 pkt (dropped ${dropped}, overlimits 0 requeues 0) \n`;
const nstatOf = (drops: number) =>
  `#kernel\nIpInReceives                    100                0.0\nTcpExtListenDrops               ${drops}                  0.0\n`;
const netstatOf = (drops: number) =>
  `Ip:\n    100 total packets received\nTcpExt:\n    TCPBacklogDrop: ${drops}\n`;

test.each([
  ['conntrack -S', conntrackStats, 'insert_failed', null],
  ['ip -s link', linkStats, 'rx dropped', 'eth0'],
  ['cat /proc/net/dev', netDev, 'tx dropped', 'eth0'],
  ['cat /proc/net/softnet_stat', softnet, 'dropped', null],
  ['tc -s qdisc', qdisc, 'fq_codel', 'eth0'],
  ['nstat -az', nstatOf, 'TcpExtListenDrops', null],
  ['netstat -s', netstatOf, 'TCPBacklogDrop', null],
])('what_two_readings_of_%s_show_to_be_lost_in_between_is_told', async (command, print, name, dev) => {
  const losses = async (files: Readonly<Record<string, string>>) => {
    const { analysis } = await analysed({ 'ip-route.txt': 'default via 192.0.2.1 dev eth0\n', ...files });
    return analysis.clues.flatMap(({ kind, parameters }) =>
      kind === 'losses-counted' && parameters.name.endsWith(name) ? [parameters] : [],
    );
  };
  const rise = [{ dev }];
  const typed = (lost: number) => `root@h:~# ${command}\n${print(lost)}`;
  const told = await losses({ 'a.txt': typed(2) + typed(7) });
  expect(told).toMatchObject(rise);
  expect((told[0]?.to ?? 0) - (told[0]?.from ?? 0)).toBe(5);
  expect(await losses({ 'before.txt': print(2), 'after.txt': print(7) })).toMatchObject(rise);
  expect(await losses({ '1.txt': print(7), '2.txt': print(2) })).toMatchObject(rise);
  expect(await losses({ 'a.txt': print(7) })).toEqual([]);
  expect(await losses({ 'a.txt': typed(7) + typed(7) })).toEqual([]);
  expect(await losses({ 'a.txt': typed(7) + typed(2) })).toEqual([]);
});

test('counters_of_which_one_fell_tell_nothing', async () => {
  const kindsOf = await kinds({ 'before.txt': conntrackStats(2, 9), 'after.txt': conntrackStats(7, 3) });
  expect(kindsOf).toEqual([]);
});

test('of_two_dumps_only_the_drops_counted_in_between_are_told', async () => {
  const dump = (policy: number, rule: number) =>
    `*filter\n:INPUT DROP [${policy}:540]\n:FORWARD ACCEPT [0:0]\n[${rule}:1500] -A INPUT -p udp -j DROP\nCOMMIT\n`;
  const told = await cluesOf({ 'before.txt': dump(9, 25), 'after.txt': dump(12, 25) });
  expect(told).toEqual([
    [
      'drops-counted',
      expect.stringMatching(/^The policy of filter\/INPUT dropped 3 packets .* between the two dumps$/),
    ],
  ]);
});

test('packets_between_others_on_a_host_that_does_not_forward_are_told', async () => {
  const files = {
    'tcpdump.txt':
      '14:02:11.120443 IP 10.8.0.2 > 1.1.1.1: ICMP echo request, id 3, seq 1, length 64\n14:02:11.220443 IP 10.8.0.2.4000 > 10.8.0.1.53: UDP, length 30\n',
    'ip-route.txt':
      'default via 192.0.2.1 dev eth0\n10.8.0.0/24 dev wg0 proto kernel scope link src 10.8.0.1\n',
  };
  const off = { ...files, 'sysctl.txt': 'net.ipv4.ip_forward = 0\n' };
  expect(await cluesOf(off)).toEqual([
    ['forwarding-off', expect.stringMatching(/^1 packet .* from 10\.8\.0\.2 to 1\.1\.1\.1/)],
  ]);
  expect(await kinds({ ...files, 'sysctl.txt': 'net.ipv4.ip_forward = 1\n' })).toEqual([]);
  const one = { ...files, 'sysctl.txt': 'net.ipv4.ip_forward = 0\nnet.ipv4.conf.wg0.forwarding = 1\n' };
  expect(await kinds(one)).toEqual([]);
  expect(await kinds({ ...off, 'ip-route.txt': 'default via 192.0.2.1 dev eth0\n' })).toEqual([]);
});

const accept = '-A FORWARD -i eth1 -o eth0 -j ACCEPT';
test.each([
  ['no rule for answers', ['DROP', accept], ['answers-not-accepted']],
  ['a rule for answers', ['DROP', '-A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT', accept], []],
  ['a policy that accepts', ['ACCEPT', accept], []],
  ['nothing that it accepts', ['DROP'], []],
  ['a rule that accepts all', ['DROP', accept, '-A FORWARD -j ACCEPT'], []],
] as const)('a_chain_with_%s', async (_, [policy, ...rules], told) => {
  const save = `*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ${policy} [0:0]\n:OUTPUT ACCEPT [0:0]\n${rules.map((rule) => `${rule}\n`).join('')}COMMIT\n`;
  expect(await kinds({ 'iptables-save.txt': save })).toEqual(told);
  const nft = `table ip filter {\n\tchain f {\n\t\ttype filter hook forward priority filter; policy ${policy.toLowerCase()};\n${rules.map((rule) => `\t\t${rule === accept ? 'iifname "eth1" accept' : rule.includes('state') ? 'ct state vmap { established : accept, related : accept }' : 'accept'}\n`).join('')}\t}\n}\n`;
  expect(await kinds({ 'nft.txt': nft })).toEqual(told);
  expect(
    await kinds({ 'part.txt': `root@h:~# iptables -S FORWARD\n-P FORWARD ${policy}\n${rules.join('\n')}\n` }),
  ).toEqual([]);
});

test('packets_of_a_capture_that_the_reverse_path_filter_refuses_are_told', async () => {
  const bundle = (mode: number) =>
    [
      'root@mh:~# tcpdump -ni eth1 host 172.16.9.9',
      '09:00:01.000000 IP 172.16.9.9.50100 > 10.2.0.5.22: Flags [S], seq 1, win 64240, length 0',
      'root@mh:~# ip route',
      'default via 10.1.0.1 dev eth0',
      '10.1.0.0/24 dev eth0 proto kernel scope link src 10.1.0.5',
      '10.2.0.0/24 dev eth1 proto kernel scope link src 10.2.0.5',
      'root@mh:~# sysctl -a | grep rp_filter',
      'net.ipv4.conf.all.rp_filter = 0',
      `net.ipv4.conf.eth1.rp_filter = ${mode}`,
      '',
    ].join('\n');
  expect(await cluesOf({ 'post.txt': bundle(1) })).toEqual([
    [
      'refused-on-arrival',
      '1 packet for this host comes in by eth1 in the capture (the first from 172.16.9.9 to 10.2.0.5), and by the files of the bundle routing drops it: the route back to 172.16.9.9 leaves by eth0, not by eth1 (reverse path filter)',
    ],
  ]);
  expect(await kinds({ 'post.txt': bundle(0) })).toEqual([]);
});

test('a_syn_of_a_capture_that_a_rule_of_dnat_would_take_at_another_address_is_told', async () => {
  const rules = (to: string): string =>
    `*nat\n:PREROUTING ACCEPT [0:0]\n:DOCKER - [0:0]\n-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n-A DOCKER -d ${to} ! -i docker0 -p tcp -m tcp --dport 5432 -j DNAT --to-destination 172.17.0.2:5432\nCOMMIT\n`;
  const line = (from: string, to: string, flags: string): string =>
    `14:02:11.100000 IP ${from} > ${to}: Flags [${flags}], seq 100, win 64240, length 0\n`;
  const syn = line('10.9.0.7.44210', '10.9.0.5.5432', 'S');
  const reset = line('10.9.0.5.5432', '10.9.0.7.44210', 'R.');
  const files = { 'nat.txt': rules('127.0.0.1/32'), 'tcpdump.txt': syn + syn + reset };
  expect(await cluesOf(files)).toEqual([
    [
      'translation-missed',
      '2 SYNs of the capture for 10.9.0.5 port 5432 have no answer (the first is from 10.9.0.7), and no DNAT rule matches them: rule 1 of nat/DOCKER, which is for that port, needs -d 127.0.0.1/32; the packet has 10.9.0.5. Publish the port for that address or interface, or connect to the one that the rule asks for',
    ],
  ]);
  const answered = line('10.9.0.5.5432', '10.9.0.7.44210', 'S.');
  expect(await kinds({ ...files, 'tcpdump.txt': syn + answered })).toEqual([]);
  expect(await kinds({ ...files, 'nat.txt': rules('10.9.0.5/32') })).toEqual([]);
  // Already translated, and for another host.
  const inside = line('10.9.0.7.44210', '172.17.0.2.5432', 'S');
  expect(await kinds({ ...files, 'tcpdump.txt': inside + inside })).toEqual([]);
  const own =
    '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq state UP group default qlen 1000\n    inet 10.9.0.99/24 brd 10.9.0.255 scope global eth0\n';
  expect(await kinds({ ...files, 'ip-addr.txt': own })).toEqual([]);
});
