import { expect, test } from 'vitest';
import type { DrawnStep } from '../../testing/drawn-log.ts';
import { type DrawnHost, host } from '../../testing/host.ts';

const hostMac = '52:54:00:00:00:01';
const podMac = '0a:58:0a:58:00:02';
const router = '52:54:00:00:00:99';

const addresses = `2: eth0@if2: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP
    link/ether ${hostMac} brd ff:ff:ff:ff:ff:ff
    inet 10.1.0.1/24 scope global eth0
3: vethpod@if2: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP
    link/ether 52:54:00:00:00:03 brd ff:ff:ff:ff:ff:ff
    inet 10.88.0.1/24 scope global vethpod
`;
const pod = `root@node:~# ip netns exec pod iptables-save
*filter
:INPUT ACCEPT [0:0]
-A INPUT -p udp -j ACCEPT
-A INPUT -i eth0 -j REJECT
COMMIT
root@node:~# ip netns exec pod ip addr
2: eth0@if3: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP
    link/ether ${podMac} brd ff:ff:ff:ff:ff:ff
    inet 10.88.0.2/24 scope global eth0
`;
const mac = (to: string): string => `MAC=${to}:${router}:08:00`;

/** The host, without its namespaces. */
function node(...lines: readonly DrawnStep[]): DrawnHost {
  return host()
    .file('ip-addr.txt', addresses)
    .rules('-A INPUT -i eth0 -p tcp -j DROP', '-A INPUT -i eth0 -p tcp --dport 22 -j ACCEPT')
    .trace(...lines);
}

function nodeWithPod(...lines: readonly DrawnStep[]): DrawnHost {
  return node(...lines).file('pod.txt', pod);
}

test('a_line_is_of_the_namespace_whose_mac_it_shows', async () => {
  const { packets } = await nodeWithPod(
    ['raw:PREROUTING:policy:1', { in: 'eth0', link: mac(podMac), dst: '10.88.0.2', id: 5 }],
    ['filter:INPUT:rule:2', { in: 'eth0', link: mac(podMac), dst: '10.88.0.2', id: 5 }],
    ['raw:PREROUTING:policy:1', { in: 'eth0', link: mac(hostMac), dst: '10.1.0.1', id: 6 }],
    ['filter:INPUT:rule:1', { in: 'eth0', link: mac(hostMac), dst: '10.1.0.1', id: 6 }],
  ).analysed();
  expect(packets.map((packet) => [packet.host, packet.disposition, packet.cause?.text])).toEqual([
    ['/netns pod', 'rejected', '-A INPUT -i eth0 -j REJECT'],
    ['', 'dropped', '-A INPUT -i eth0 -p tcp -j DROP'],
  ]);
});

test('what_a_namespace_sends_is_told_by_its_own_address', async () => {
  const { packets } = await nodeWithPod([
    'raw:OUTPUT:policy:1',
    { out: 'eth0', src: '10.88.0.2', dst: '10.1.0.9' },
  ]).analysed();
  expect(packets.map((packet) => packet.host)).toEqual(['/netns pod']);
});

test('an_interface_that_only_the_host_has_tells_the_host', async () => {
  const { packets } = await nodeWithPod([
    'filter:FORWARD:policy:1',
    { in: 'eth0', out: 'vethpod', dst: '10.88.0.2' },
  ]).analysed();
  expect(packets.map((packet) => packet.host)).toEqual(['']);
});

test('a_line_that_shows_nothing_stays_with_the_packets_line_before_it', async () => {
  const { packets } = await nodeWithPod(
    ['raw:PREROUTING:policy:1', { in: 'eth0', link: mac(podMac), dst: '10.88.0.2', id: 5 }],
    ['mangle:PREROUTING:policy:1', { in: 'eth0', dst: '10.88.0.2', id: 5 }],
  ).analysed();
  expect(packets.map((packet) => [packet.host, packet.steps.length])).toEqual([['/netns pod', 2]]);
});

test('a_namespace_whose_interfaces_are_not_listed_takes_no_line', async () => {
  const rulesAlone = pod.slice(0, pod.indexOf('root@node:~# ip netns exec pod ip addr'));
  const { packets } = await node(['filter:INPUT:rule:1', { in: 'wlan7', dst: '10.9.9.9' }])
    .file('pod.txt', rulesAlone)
    .analysed();
  expect(packets.map((packet) => packet.host)).toEqual(['']);
});

test('a_line_of_a_namespace_that_no_file_describes_meets_no_rule_of_the_host', async () => {
  const { packets } = await node(
    ['raw:PREROUTING:policy:1', { in: 'eth0', link: mac(hostMac) }],
    ['filter:INPUT:rule:1', { in: 'eth0', link: mac(hostMac) }],
    ['raw:PREROUTING:policy:1', { in: 'eth0', link: mac(podMac), id: 2, dst: '10.88.0.2' }],
    ['filter:INPUT:rule:1', { in: 'eth0', link: mac(podMac), id: 2, dst: '10.88.0.2' }],
  ).analysed();
  expect(packets.map(({ host: name, disposition }) => [name, disposition])).toEqual([
    ['', 'dropped'],
    [`/netns of ${podMac}`, 'unknown'],
  ]);
});

test('two_interfaces_of_one_name_are_two_namespaces_where_no_file_lists_either', async () => {
  const { packets } = await host()
    .trace(
      ['filter:INPUT:rule:1', { in: 'eth0', link: mac(hostMac) }],
      ['filter:INPUT:rule:1', { in: 'eth0', link: mac(podMac), id: 2, dst: '10.88.0.2' }],
    )
    .analysed();
  expect(new Set(packets.map(({ host: name }) => name))).toEqual(
    new Set([`/netns of ${hostMac}`, `/netns of ${podMac}`]),
  );
});
