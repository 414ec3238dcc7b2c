import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KernelMessageKind, MessageFields } from '../../model/kernel-message.ts';
import { KernelLogReader } from '../tracers/kernel-log/log-reader.ts';
import { TraceColumns } from '../tracers/kernel-log/trace-columns.ts';
import { markedWords } from '../tracers/kernel-log/markers.ts';
import { kernelMessages } from './kernel-messages.ts';

type Wording = readonly [
  kind: KernelMessageKind,
  said: string,
  meaning: 'loss' | 'hint' | 'lost-lines',
  fields: MessageFields,
];

const packet =
  'IN= OUT= SRC=10.9.0.2 DST=10.2.0.9 LEN=77 TOS=0x00 PREC=0x00 TTL=60 ID=4711 DF PROTO=TCP SPT=40001 DPT=80 SEQ=1 ACK=7 WINDOW=64240 RES=0x00 ACK URGP=0 ';
const ofPacket = {
  protocol: 'tcp',
  src: '10.9.0.2',
  dst: '10.2.0.9',
  sport: 40001,
  dport: 80,
  ipId: 4711,
  lengthBytes: 77,
};

/** Every message in each of its wordings, as kernels old and new print them. */
const wordings: readonly Wording[] = [
  ['conntrack-table-full', 'nf_conntrack: table full, dropping packet', 'loss', {}],
  ['conntrack-table-full', 'nf_conntrack: nf_conntrack: table full, dropping packet', 'loss', {}],
  ['conntrack-table-full', 'nf_conntrack: table full, dropping packet.', 'loss', {}],
  ['conntrack-table-full', 'ip_conntrack: table full, dropping packet.', 'loss', {}],
  [
    'conntrack-table-full',
    'nf_conntrack: table full in netns 4026532501, dropping packet',
    'loss',
    { namespace: '4026532501' },
  ],
  ['conntrack-expectations-full', 'nf_conntrack: expectation table full', 'loss', {}],
  ['conntrack-expectations-full', 'nf_conntrack: nf_conntrack: expectation table full', 'loss', {}],
  [
    'conntrack-helper-drop',
    `nf_ct_ftp: dropping packet: cannot add expectation ${packet}`,
    'loss',
    { name: 'ftp', reason: 'cannot add expectation', ...ofPacket },
  ],
  [
    'conntrack-helper-drop',
    `nf_ct_Q.931: dropping packet: cannot add RAS expectation ${packet}`,
    'loss',
    { name: 'Q.931', reason: 'cannot add RAS expectation', ...ofPacket },
  ],
  [
    'conntrack-helper-drop',
    `helper sip dropping packet: cannot mangle Request-Line ${packet}`,
    'loss',
    { name: 'sip', reason: 'cannot mangle Request-Line', ...ofPacket },
  ],
  [
    'conntrack-invalid',
    `nf_ct_proto_6: invalid packet ignored in state SYN_SENT  ${packet}`,
    'hint',
    { ...ofPacket, reason: 'invalid packet ignored in state SYN_SENT' },
  ],
  [
    'conntrack-invalid',
    `nf_ct_proto_17: bad checksum ${packet}`,
    'hint',
    { ...ofPacket, reason: 'bad checksum' },
  ],
  [
    'conntrack-invalid',
    `nf_ct_tcp: SEQ is over the upper bound (over the window of the receiver) ${packet}`,
    'hint',
    { ...ofPacket, reason: 'SEQ is over the upper bound (over the window of the receiver)' },
  ],
  ['conntrack-invalid', `nf_ct_udp: short packet ${packet}`, 'hint', { ...ofPacket, reason: 'short packet' }],
  [
    'conntrack-invalid',
    'nf_ct_icmp: short packet IN= OUT= SRC=10.9.0.2 DST=10.2.0.9 LEN=56 TOS=0x00 PREC=0x00 TTL=60 ID=9 PROTO=ICMP TYPE=3 CODE=1 [SRC=10.2.0.9 DST=10.9.0.2 LEN=28 ID=77 PROTO=UDP SPT=1 DPT=2 LEN=8 ]',
    'hint',
    { protocol: 'icmp', src: '10.9.0.2', dst: '10.2.0.9', ipId: 9, lengthBytes: 56, reason: 'short packet' },
  ],
  [
    'conntrack-invalid',
    `nf_ct_tcp: killing out of sync session ${packet}`,
    'loss',
    { ...ofPacket, reason: 'killing out of sync session' },
  ],
  [
    'conntrack-helper-assignment',
    'nf_conntrack: default automatic helper assignment has been turned off for security reasons and CT-based  firewall rule not found. Use the iptables CT target to attach helpers instead.',
    'hint',
    {},
  ],
  [
    'conntrack-helper-assignment',
    'nf_conntrack: automatic helper assignment is deprecated and it will be removed soon. Use the iptables CT target to attach helpers instead.',
    'hint',
    {},
  ],
  ...(['IPv4: ', ''] as const).flatMap((protocol): readonly Wording[] => [
    [
      'martian-source',
      `${protocol}martian source 10.2.0.2 from 127.0.0.5, on dev eth0`,
      'loss',
      { src: '127.0.0.5', dst: '10.2.0.2', interface: 'eth0' },
    ],
    [
      'martian-destination',
      `${protocol}martian destination 0.0.0.0 from 10.1.0.2, dev br-lan`,
      'loss',
      { src: '10.1.0.2', dst: '0.0.0.0', interface: 'br-lan' },
    ],
  ]),
  ['neighbour-table-full', 'neighbour: arp_cache: neighbor table overflow!', 'loss', { name: 'arp_cache' }],
  [
    'neighbour-table-full',
    'neighbour: ndisc_cache: neighbor table overflow!',
    'loss',
    { name: 'ndisc_cache' },
  ],
  ['neighbour-table-full', 'Neighbour table overflow.', 'loss', {}],
  ['neighbour-table-full', 'IPv4: Neighbour table overflow.', 'loss', {}],
  ['neighbour-table-full', 'ipv6: Neighbour table overflow.', 'loss', {}],
  [
    'route-cache-full',
    'Route cache is full: consider increasing sysctl net.ipv6.route.max_size.',
    'loss',
    { sysctl: 'net.ipv6.route.max_size' },
  ],
  [
    'route-cache-full',
    'Route cache is full: consider increasing sysctl net.ipv[4|6].route.max_size.',
    'loss',
    { sysctl: 'net.ipv[4|6].route.max_size' },
  ],
  ['route-cache-full', 'dst cache overflow', 'loss', {}],
  ['route-cache-full', 'IPv4: dst cache overflow', 'loss', {}],
  [
    'syn-flood',
    'TCP: request_sock_TCP: Possible SYN flooding on port 80. Dropping request.  Check SNMP counters.',
    'loss',
    { protocol: 'tcp', dport: 80, reason: 'Dropping request' },
  ],
  [
    'syn-flood',
    'TCP: request_sock_TCPv6: Possible SYN flooding on port [::]:20002. Sending cookies.',
    'hint',
    { protocol: 'tcp', dst: '::', dport: 20002, reason: 'Sending cookies' },
  ],
  [
    'syn-flood',
    'request_sock_TCP: Possible SYN flooding on port 127.0.0.1:23456. Sending cookies.',
    'hint',
    { protocol: 'tcp', dst: '127.0.0.1', dport: 23456, reason: 'Sending cookies' },
  ],
  [
    'syn-flood',
    'possible SYN flooding on port 4671. Sending cookies.',
    'hint',
    { protocol: 'tcp', dport: 4671, reason: 'Sending cookies' },
  ],
  ['time-wait-overflow', 'TCP: time wait bucket table overflow', 'hint', { protocol: 'tcp' }],
  [
    'orphaned-sockets',
    'TCP: too many orphaned sockets',
    'loss',
    { protocol: 'tcp', reason: 'too many orphaned sockets' },
  ],
  [
    'orphaned-sockets',
    'TCP: too many of orphaned sockets',
    'loss',
    { protocol: 'tcp', reason: 'too many of orphaned sockets' },
  ],
  [
    'orphaned-sockets',
    'TCP: out of memory -- consider tuning tcp_mem',
    'loss',
    { protocol: 'tcp', reason: 'out of memory -- consider tuning tcp_mem' },
  ],
  [
    'udp-checksum',
    'UDP: bad checksum. From 172.16.9.99:27503 to 172.16.80.252:8472 ulen 75',
    'loss',
    { protocol: 'udp', src: '172.16.9.99', sport: 27503, dst: '172.16.80.252', dport: 8472 },
  ],
  [
    'udp-checksum',
    'UDP: UDP: bad checksum. From 172.16.9.99:27503 to 172.16.80.252:8472 ulen 75',
    'loss',
    { protocol: 'udp', src: '172.16.9.99', sport: 27503, dst: '172.16.80.252', dport: 8472 },
  ],
  [
    'udp-checksum',
    'IPv6: udp checksum is 0 for [2001:db8::2]:40000->[2001:db8::1]:53',
    'loss',
    { protocol: 'udp', src: '2001:db8::2', sport: 40000, dst: '2001:db8::1', dport: 53 },
  ],
  [
    'udp-short',
    'UDP: short packet: From 10.9.0.2:27503 120/83 to 10.1.0.33:8472',
    'loss',
    { protocol: 'udp', src: '10.9.0.2', sport: 27503, dst: '10.1.0.33', dport: 8472 },
  ],
  [
    'udp-short',
    'UDPv6: short packet: From [2001:db8::2]:27503 120/83 to [2001:db8::1]:8472',
    'loss',
    { protocol: 'udp', src: '2001:db8::2', sport: 27503, dst: '2001:db8::1', dport: 8472 },
  ],
  ['nfqueue-full', 'nf_queue: full at 1024 entries, dropping packets(s)', 'loss', { limit: 1024 }],
  ['path-mtu-invalid', 'xt_TCPMSS: unknown or invalid path-MTU (40)', 'loss', { protocol: 'tcp' }],
  ['path-mtu-invalid', 'ipt_tcpmss_target: unknown or invalid path-MTU (0)', 'loss', { protocol: 'tcp' }],
  [
    'own-address',
    'br0: received packet on eth1 with own address as source address (addr:52:54:00:00:00:33, vlan:0)',
    'hint',
    { bridge: 'br0', interface: 'eth1', mac: '52:54:00:00:00:33' },
  ],
  [
    'own-address',
    'br-lan: received packet on eth1 with own address as source address',
    'hint',
    { bridge: 'br-lan', interface: 'eth1' },
  ],
  [
    'bridge-port-state',
    'br0: port 2(eth1) entered blocking state',
    'hint',
    { bridge: 'br0', interface: 'eth1', reason: 'blocking' },
  ],
  [
    'bridge-netfilter',
    'bridge: filtering via arp/ip/ip6tables is no longer available by default. Update your scripts to load br_netfilter if you need this.',
    'hint',
    {},
  ],
  [
    'wireguard-source',
    'wireguard: wg0: Packet has unallowed src IP (10.7.0.9) from peer 3 (192.0.2.1:51820)',
    'loss',
    { interface: 'wg0', src: '10.7.0.9' },
  ],
  [
    'wireguard-no-peer',
    'wireguard: wg0: No peer has allowed IPs matching 10.2.0.9',
    'loss',
    { interface: 'wg0', dst: '10.2.0.9' },
  ],
  [
    'wireguard-no-peer',
    'wireguard: wg0: No valid endpoint has been configured or discovered for peer 3',
    'loss',
    { interface: 'wg0', reason: 'No valid endpoint has been configured or discovered for peer 3' },
  ],
  [
    'wireguard-handshake',
    'wireguard: wg0: Invalid handshake initiation from 192.0.2.1:51820',
    'loss',
    { interface: 'wg0', src: '192.0.2.1', reason: 'Invalid handshake initiation' },
  ],
  [
    'wireguard-handshake',
    'wireguard: wg0: Invalid MAC of handshake, dropping packet from [2001:db8::1]:51820',
    'loss',
    { interface: 'wg0', src: '2001:db8::1', reason: 'Invalid MAC of handshake' },
  ],
  [
    'ipvs-no-destination',
    'IPVS: rr: TCP 10.96.0.1:443 - no destination available',
    'loss',
    { name: 'rr', protocol: 'tcp', dst: '10.96.0.1', dport: 443 },
  ],
  [
    'ipvs-no-destination',
    'IPVS: wlc: UDP [2001:db8::1]:53 - no destination available',
    'loss',
    { name: 'wlc', protocol: 'udp', dst: '2001:db8::1', dport: 53 },
  ],
  ['ipvs-no-destination', 'IPVS: wlc: FWM 5 0x00000005 - no destination available', 'loss', { name: 'wlc' }],
  [
    'ipvs-no-destination',
    'IPVS: ip_vs_schedule: no destination available',
    'loss',
    { name: 'ip_vs_schedule' },
  ],
  ['hardware-checksum', 'eth1: hw csum failure', 'hint', { interface: 'eth1' }],
  ['hardware-checksum', 'eth1: hw csum failure.', 'hint', { interface: 'eth1' }],
  [
    'transmit-timeout',
    'NETDEV WATCHDOG: eth1 (e1000e): transmit queue 0 timed out',
    'loss',
    { interface: 'eth1', queue: 0 },
  ],
  [
    'transmit-timeout',
    'NETDEV WATCHDOG: eth1 (e1000e): transmit queue 3 timed out 5012 ms',
    'loss',
    { interface: 'eth1', queue: 3 },
  ],
  [
    'transmit-timeout',
    'e1000e 0000:00:1f.6 eth1: NETDEV WATCHDOG: CPU: 3: transmit queue 0 timed out 5012 ms',
    'loss',
    { interface: 'eth1', queue: 0 },
  ],
  ['transmit-timeout', 'NETDEV WATCHDOG: eth1: transmit timed out', 'loss', { interface: 'eth1' }],
  ['dead-loop', 'Dead loop on virtual device tun0, fix it urgently!', 'loss', { interface: 'tun0' }],
  ['bond-without-port', 'bond0: now running without any active interface!', 'loss', { interface: 'bond0' }],
  [
    'bond-without-port',
    'bonding: bond0: now running without any active interface !',
    'loss',
    { interface: 'bond0' },
  ],
  [
    'duplicate-address',
    'IPv6: eth0: IPv6 duplicate address fe80::1 used by 52:54:00:00:00:01 detected!',
    'hint',
    { interface: 'eth0', src: 'fe80::1', mac: '52:54:00:00:00:01' },
  ],
  [
    'duplicate-address',
    'eth0: IPv6 duplicate address fe80::1 detected!',
    'hint',
    { interface: 'eth0', src: 'fe80::1' },
  ],
  ['link-state', 'e1000e 0000:00:1f.6 eno1: NIC Link is Down', 'loss', { interface: 'eno1', reason: 'down' }],
  [
    'link-state',
    'e1000: eth0 NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX',
    'hint',
    { interface: 'eth0', reason: 'up' },
  ],
  [
    'link-state',
    'igb 0000:01:00.0 eth0: igb: eth0 NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX',
    'hint',
    { interface: 'eth0', reason: 'up' },
  ],
  [
    'link-state',
    'tg3 0000:02:00.0 eth0: Link is up at 1000 Mbps, full duplex',
    'hint',
    { interface: 'eth0', reason: 'up' },
  ],
  ['out-of-memory', 'nginx invoked oom-killer: gfp_mask=0x201da, order=0, oom_score_adj=0', 'hint', {}],
  ['out-of-memory', 'Out of memory: Killed process 4242 (nginx) total-vm:1kB', 'hint', { name: 'nginx' }],
  [
    'out-of-memory',
    'Memory cgroup out of memory: Killed process 4242 (nginx) total-vm:1kB',
    'hint',
    { name: 'nginx' },
  ],
  [
    'out-of-memory',
    'Out of memory: Kill process 1234 (java) score 900 or sacrifice child',
    'hint',
    { name: 'java' },
  ],
  ['messages-suppressed', 'net_ratelimit: 241 callbacks suppressed', 'hint', { suppressed: 241 }],
  [
    'log-lines-lost',
    'nf_conntrack: 12 callbacks suppressed',
    'lost-lines',
    { reason: '12 callbacks suppressed', suppressed: 12 },
  ],
  [
    'log-lines-lost',
    '** 45 printk messages dropped **',
    'lost-lines',
    { reason: '45 printk messages dropped', suppressed: 45 },
  ],
];

/** The styles in which loggers, and people who quote them, show a line of the kernel. */
const styles: readonly (readonly [
  name: string,
  wrap: (said: string) => string,
  host: string,
  uptime: number | null,
])[] = [
  ['dmesg', (said) => `[ 5071.463384] ${said}`, 'only', 5071.463384],
  ['dmesg with the printk caller', (said) => `[ 5071.463384][    C0] ${said}`, 'only', 5071.463384],
  ['dmesg with a task as caller', (said) => `[ 5071.463384] [ T1234] ${said}`, 'only', 5071.463384],
  ['dmesg -T', (said) => `[Tue Nov 20 22:30:22 2018] ${said}`, 'only', null],
  ['dmesg -r', (said) => `<4>[ 5071.463384] ${said}`, 'only', 5071.463384],
  ['dmesg -x', (said) => `kern  :warn  : [ 5071.463384] ${said}`, 'only', 5071.463384],
  ['dmesg -e', (said) => `[Nov20 22:30] ${said}`, 'only', null],
  ['dmesg -t', (said) => said, 'only', null],
  ['rsyslog', (said) => `Nov 21 07:54:18 rtr kernel: [ 5071.463384] ${said}`, 'rtr', 5071.463384],
  ['rsyslog without the clock', (said) => `Nov 21 07:54:18 rtr kernel: ${said}`, 'rtr', null],
  [
    'RFC 5424',
    (said) => `<4>1 2026-11-21T06:36:49.123456+00:00 rtr kernel - - - [  420.080676] ${said}`,
    'rtr',
    420.080676,
  ],
  ['journalctl -o short-iso', (said) => `2026-11-21T06:36:49+0000 rtr kernel: ${said}`, 'rtr', null],
  [
    'logread',
    (said) => `Wed Feb 24 00:35:21 2021 kern.info kernel: [16300.998425] ${said}`,
    'only',
    16300.998425,
  ],
  ['a quotation', (said) => `> [ 5071.463384] ${said}`, 'only', 5071.463384],
  ['a list', (said) => `  - Nov 21 07:54:18 rtr kernel: ${said}`, 'rtr', null],
  ['DOS line ends', (said) => `[ 5071.463384] ${said}\r`, 'only', 5071.463384],
  ['journald', (said) => JSON.stringify({ _HOSTNAME: 'rtr', MESSAGE: said }), 'rtr', null],
  ['a container log', (said) => JSON.stringify({ log: `[ 5071.463384] ${said}\n` }), 'only', 5071.463384],
];

function read(lines: readonly string[]) {
  const columns = new TraceColumns();
  const reader = new KernelLogReader(columns, { path: 'kern.log', fallbackHost: 'only' });
  reader.push(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')));
  const report = reader.finish();
  return { ...report, events: columns.count, all: [...reader.tally.messages.groups.values()] };
}

describe.each(wordings)('%s: %s', (kind, said, meaning, fields) => {
  test.each(styles)('is_read_in_the_style_of_%s', (_, wrap, host, uptimeSeconds) => {
    const line = wrap(said);
    const { all, lines, events } = read(['[    1.000000] usb 1-2: USB disconnect', line]);
    expect(all.map(({ first }) => first)).toMatchObject([
      {
        kind,
        host,
        meaning,
        fields,
        uptimeSeconds,
        at: { file: 'kern.log', line: 2 },
        text: line.replace('\r', ''),
      },
    ]);
    expect(all[0]?.first.fields).toEqual(fields);
    expect(lines).toEqual({
      parsed: meaning === 'lost-lines' ? 0 : 1,
      notOurs: 1,
      notModelled: meaning === 'lost-lines' ? 1 : 0,
      malformed: 0,
    });
    expect(events).toBe(0);
  });
});

test('each_message_has_a_kind_of_its_own_and_a_wording_here', () => {
  const kinds = [...new Set(wordings.map(([kind]) => kind))].sort();
  expect(kernelMessages.map(({ kind }) => kind).sort()).toEqual(kinds);
});

test('the_scanner_can_look_for_every_marker', () => {
  const words = markedWords.map(({ word }) => word);
  expect(words.filter((word) => word.length < 7)).toEqual([]);
  expect(words.filter((word) => JSON.stringify(word) !== `"${word}"`)).toEqual([]);
});

describe('what_a_message_is_not', () => {
  test.each([
    'IPv4: martian source 10.2.0.2 from',
    'a film: martian source of joy',
    'the shell header: 1',
    'Nov 21 07:54:18 rtr sshd[7]: IPv4: martian source 10.2.0.2 from 127.0.0.5, on dev eth0',
    '[ 1.000000] say: nf_conntrack: table full, dropping packet',
    '{"MESSAGE":"martian source 10.2.0.2 from 127.0.0.5, on dev eth0"',
    '[ 1.000000] nf_conntrack version 0.5.0 (16384 buckets, 65536 max)',
    '[ 1.000000] r8169: the Link is where it was',
  ])('%j', (line) => {
    expect(read([line])).toMatchObject({ all: [], lines: { parsed: 0, notOurs: 1 } });
  });

  test('a_line_of_a_LOG_rule_whose_prefix_begins_like_one', () => {
    const line = `[ 1.000000] nf_ct_mine: ${packet}`;
    expect(read([line])).toMatchObject({ all: [], events: 1, lines: { parsed: 1 } });
  });
});

describe('many_messages', () => {
  const said = 'IPv4: martian source 10.2.0.2 from 127.0.0.5, on dev eth0';
  const header = 'll header: 00000000: 52 54 00 20 10 3a 52 54 00 b2 74 31 08 00        RT. .:RT..t1..';

  test('that_say_the_same_are_one_group_with_its_count_and_its_last_line', () => {
    const { messages, lines } = read([said, header, said, header, `${said}\r`]);
    expect(messages).toMatchObject([
      { count: 2, first: { at: { line: 1 } }, last: { at: { line: 3 } } },
      { count: 1 },
    ]);
    expect(lines).toEqual({ parsed: 5, notOurs: 0, notModelled: 0, malformed: 0 });
  });

  test('differ_in_source_ports_only_and_are_one_group_all_the_same', () => {
    const datagram = (sport: number): string =>
      `UDP: bad checksum. From 172.16.9.99:${sport} to 172.16.80.252:8472 ulen 75`;
    const { messages } = read([datagram(1), datagram(2), datagram(3)]);
    expect(messages).toMatchObject([
      { count: 3, kept: [{ fields: { sport: 1 } }, {}, { fields: { sport: 3 } }] },
    ]);
  });

  test('of_more_sources_than_anyone_reads_are_counted_all_the_same', () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      said.replace('127.0.0.5', `10.9.${i >> 8}.${i & 255}`),
    );
    const { messages, lines } = read(many);
    expect(messages).toHaveLength(1001);
    expect(messages.reduce((sum, { count }) => sum + count, 0)).toBe(3000);
    expect(lines.parsed).toBe(3000);
  });

  test.each([
    ['an ARP request', '00000000: ff ff ff ff ff ff 96 24 4d ed 2f 82 08 06        ......$M./...', 'ARP'],
    ['an old kernel', 'ff:ff:ff:ff:ff:ff:96:24:4d:ed:2f:82:08:06', 'ARP'],
    ['IPv4', '00000000: 52 54 00 20 10 3a 52 54 00 b2 74 31 08 00        RT. .:RT..t1..', 'IPv4'],
    ['a tunnel', '00000000: 45 00 00 3c 5d 4c 40 00 40 06', undefined],
  ])('know_the_frame_from_the_header_that_follows: %s', (_, bytes, frame) => {
    const [group] = read([said, `ll header: ${bytes}`]).messages;
    expect(group?.first.fields.frame).toBe(frame);
  });

  test('do_not_take_the_header_of_another_time_or_from_far_below', () => {
    const at = (seconds: string, text: string): string => `[${seconds}] ${text}`;
    const arp = 'll header: 00000000: ff ff ff ff ff ff 96 24 4d ed 2f 82 08 06';
    const frames = (lines: readonly string[]) => read(lines).messages.map(({ first }) => first.fields.frame);
    expect(frames([at('81635.233492', said), at('145884.019682', arp)])).toEqual([undefined]);
    expect(frames([said, 'usb', 'usb', 'usb', arp])).toEqual([undefined]);
    expect(frames([said, 'usb', arp])).toEqual(['ARP']);
  });
});

test('every_line_has_one_fate_whatever_is_cut_off_or_put_before_a_message', () => {
  const line = fc.record({
    wording: fc.constantFrom(...wordings),
    style: fc.constantFrom(...styles),
    before: fc.constantFrom('', 'x', '[', '> ', ' kernel: ', '"'),
    cut: fc.nat(200),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (given) => {
      const texts = given.map(({ wording, style, before, cut }) =>
        (before + style[1](wording[1])).slice(0, 400 - cut).replaceAll('\n', ' '),
      );
      const { lines, events, all } = read(texts);
      expect(lines.parsed + lines.notOurs + lines.notModelled + lines.malformed).toBe(texts.length);
      const told = all.reduce((sum, { count }) => sum + count, 0);
      expect(lines.parsed + lines.notModelled).toBe(told + events);
    }),
    { numRuns: 300 },
  );
});
