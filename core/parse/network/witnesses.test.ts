import { expect, test } from 'vitest';
import { recognise } from '../formats.ts';
import type { Records } from '../../model/records.ts';

function read(text: string): { kind: string | undefined; items: readonly unknown[] } {
  const lines = text.split('\n');
  const format = recognise({ path: 'x.txt', lines });
  const records: Records | undefined = format?.parse(lines, 'x.txt').records;
  return { kind: format?.kind, items: records?.items ?? [] };
}

test('a_qdisc_has_what_it_dropped', () => {
  const text = `qdisc tbf 8005: dev eth2 root refcnt 3 rate 16Kbit burst 1600b lat 450ms
 Sent 2826 bytes 3 pkt (dropped 5, overlimits 9 requeues 0)
 backlog 0b 0p requeues 0`;
  expect(read(text)).toEqual({
    kind: 'tc-qdisc',
    items: [
      {
        kind: 'tbf',
        handle: '8005:',
        dev: 'eth2',
        sentPackets: 3,
        droppedPackets: 5,
        at: { file: 'x.txt', line: 2 },
      },
    ],
  });
});

test('an_xfrm_policy_that_blocks_and_one_with_a_template', () => {
  const text = `src 10.215.1.0/24 dst 10.60.1.0/24 proto udp dport 53
	dir out action block priority 100 ptype main
src 10.60.3.0/24 dst 10.215.1.0/24
	dir fwd priority 200 ptype main
	tmpl src 10.215.2.2 dst 10.215.2.1
		proto esp reqid 16 mode tunnel`;
  const { kind, items } = read(text);
  expect(kind).toBe('xfrm-policy');
  expect(items).toMatchObject([
    { dst: '10.60.1.0/24', protocol: 'udp', dport: 53, direction: 'out', action: 'block', templates: 0 },
    { src: '10.60.3.0/24', protocol: null, direction: 'fwd', action: 'allow', templates: 1, priority: 200 },
  ]);
});

test('reasons_of_xfrm_are_kernel_counters', () => {
  const { kind, items } = read('XfrmInError             \t0\nXfrmInTmplMismatch      \t4');
  expect(kind).toBe('xfrm-stat');
  expect(items).toMatchObject([
    { name: 'XfrmInError', value: 0 },
    { name: 'XfrmInTmplMismatch', value: 4 },
  ]);
});

test('a_bridge_port_has_its_state_and_flags', () => {
  const text = `3: vnet0@br0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master br0 state disabled priority 32 cost 2
    hairpin off guard off root_block off flood on mcast_flood on isolated on locked off
4: vnet1: <BROADCAST,MULTICAST> mtu 1500 master br0 state forwarding priority 32 cost 2`;
  const { kind, items } = read(text);
  expect(kind).toBe('bridge-link');
  expect(items).toMatchObject([
    { dev: 'vnet0', bridge: 'br0', state: 'disabled', hairpin: false, flood: true, isolated: true },
    { dev: 'vnet1', state: 'forwarding', hairpin: null, flood: null, isolated: null },
  ]);
});

test('an_fdb_entry_leads_to_a_port_and_self_entries_do_not', () => {
  const text = `33:33:00:00:00:01 dev br0 self permanent
52:54:00:58:95:9e dev vnet0 master br0 static
52:54:00:3f:9c:2e dev vnet0 vlan 10 master br0 permanent`;
  expect(read(text)).toMatchObject({
    kind: 'bridge-fdb',
    items: [
      { mac: '52:54:00:58:95:9e', dev: 'vnet0', bridge: 'br0', isOwn: false },
      { mac: '52:54:00:3f:9c:2e', isOwn: true },
    ],
  });
});

test('groups_that_an_interface_has_joined', () => {
  const text = `1:	lo
	inet  224.0.0.1
2:	eth0
	link  01:00:5e:00:00:01
	inet  239.1.2.3
	inet6 ff02::1 users 2`;
  expect(read(text)).toMatchObject({
    kind: 'ip-maddr',
    items: [
      { dev: 'lo', group: '224.0.0.1' },
      { dev: 'eth0', group: '239.1.2.3' },
      { dev: 'eth0', group: 'ff02::1' },
    ],
  });
});

test('sockets_that_listen_in_ss_and_netstat', () => {
  const ss = `Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
tcp   LISTEN 0      64           0.0.0.0:3129      0.0.0.0:*    users:(("python3",pid=828,fd=7))
udp   UNCONN 0      0      127.0.0.53%lo:53        0.0.0.0:*
tcp   ESTAB  0      0           10.0.0.1:22       10.0.0.2:5000
tcp   LISTEN 0      128             [::]:22           [::]:*`;
  const netstat = `Active Internet connections (only servers)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
tcp        0      0 127.0.0.1:6010          0.0.0.0:*               LISTEN      1187/sshd
udp6       0      0 :::5353                 :::*                                700/avahi`;
  expect(read(ss)).toMatchObject({
    kind: 'sockets',
    items: [
      { protocol: 'tcp', address: null, port: 3129 },
      { protocol: 'udp', address: '127.0.0.53', port: 53 },
      { protocol: 'tcp', address: null, port: 22 },
    ],
  });
  expect(read(netstat)).toMatchObject({
    kind: 'sockets',
    items: [
      { protocol: 'tcp', address: '127.0.0.1', port: 6010 },
      { protocol: 'udp', address: null, port: 5353 },
    ],
  });
});
