import { expect, test } from 'vitest';
import type { SeenPacket } from '../../model/witness.ts';
import { packetSummary } from './packet-summary.ts';

function packetsOf(...lines: readonly string[]): readonly SeenPacket[] {
  const { records } = packetSummary.parse(lines, 'f');
  return records.kind === 'seen-packets' ? records.items : [];
}

test('tcpdump with link headers, under a heading that names the interface', () => {
  expect(
    packetsOf(
      '== edge1.ens3.pcap (interface ens3, host edge1)',
      '2026-11-21 07:53:14.218611 52:54:00:a7:40:88 > 52:54:00:84:3d:00, ethertype IPv4 (0x0800), length 74: 192.168.64.4.10000 > 192.168.64.1.52842: Flags [S.], seq 1096962650, ack 624890712, length 0',
      '2026-11-21 07:54:31.942640 52:54:00:8b:21:60 > 33:33:00:00:00:16, ethertype IPv6 (0x86dd), length 170: fe80::1 > ff02::16: HBH ICMP6, multicast listener report v2, length 108',
      '2026-11-21 07:54:29.152568 52:54:00:42:5a:57 > 52:54:00:69:5d:74, ethertype IPv4 (0x0800), length 77: 10.2.0.2.53 > 10.1.0.2.59002: 29285 op7% [b2&3=0x3a70]',
    ),
  ).toMatchObject([
    {
      interface: 'ens3',
      time: '2026-11-21 07:53:14.218611',
      src: '192.168.64.4',
      sport: 10000,
      dst: '192.168.64.1',
      dport: 52842,
      protocol: 'tcp',
      tcpFlags: 'S.',
      at: { line: 2 },
    },
    { src: 'fe80::1', dst: 'ff02::16', protocol: 'icmpv6', sport: null },
    { protocol: 'udp', sport: 53, tcpFlags: null },
  ]);
});

test('tcpdump -i any names the interface of each packet', () => {
  expect(
    packetsOf(
      '07:53:14.218358 eth0  In  IP 10.1.0.2 > 10.2.0.2: ICMP echo request, id 7, seq 1, length 64',
    )[0],
  ).toMatchObject({ interface: 'eth0', time: '07:53:14.218358', protocol: 'icmp', sport: null });
  expect(packetsOf('07:53:14.218358 IP6 fd00::1.443 > fd00::2.80: UDP, length 3')[0]).toMatchObject({
    src: 'fd00::1',
    sport: 443,
    interface: null,
  });
});

test('tshark shows ports and flags of plain TCP and UDP only', () => {
  expect(
    packetsOf(
      '   16   1.137092     10.1.0.2 → 10.2.0.2     TCP 74 [TCP Retransmission] 59003 → 22 [SYN] Seq=0 Win=64240',
      '    4   0.000154     10.1.0.2 → 10.1.0.1     HTTP 84 GET / HTTP/1.0',
    ),
  ).toMatchObject([
    { time: '1.137092', protocol: 'tcp', sport: 59003, dport: 22, tcpFlags: 'S' },
    { protocol: null, sport: null, tcpFlags: null },
  ]);
});

test('ARP is known and says nothing about packets', () => {
  const line =
    '07:54:29.0 52:54:00:42:5a:57 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: Request who-has 10.1.0.1 tell 10.1.0.2';
  expect(packetSummary.parse([line], 'f').lines.notModelled).toBe(1);
});

test('with -v the IPv4 header stands on a line of its own, and tells ID and length', () => {
  const lines = [
    '07:53:14.218480 02:42:ec:6d:1a:c4 > 02:42:ac:05:a7:ca, ethertype IPv4 (0x0800), length 74: (tos 0x2,ECT(0), ttl 63, id 43259, offset 0, flags [DF], proto TCP (6), length 60)',
    '    192.168.64.1.52842 > 172.19.0.9.80: Flags [S], cksum 0xacf4 (correct), seq 624890711, win 64240, options [mss 1460,nop,wscale 10], length 0',
    '07:53:14.218670 eth0  Out IP (tos 0x0, ttl 63, id 43260, offset 0, flags [none], proto UDP (17), length 61)',
    '    192.168.64.1.52842 > 172.19.0.9.53: 29285+ A? example.org. (33)',
    '07:54:31.9 IP6 (flowlabel 0xa5ada, hlim 64, next-header TCP (6) payload length: 40) fd00:1::2.60001 > fd00:2::2.80: Flags [P.], seq 1:19, ack 1, length 18',
  ];
  expect(packetSummary.recognises({ path: 'f', lines })).toBe(true);
  expect(packetsOf(...lines)).toMatchObject([
    { time: '07:53:14.218480', ipId: 43259, lengthBytes: 60, seq: 624890711, dport: 80, at: { line: 2 } },
    { interface: 'eth0', direction: 'out', protocol: 'udp', ipId: 43260, lengthBytes: 61, seq: null },
    { src: 'fd00:1::2', sport: 60001, ipId: null, lengthBytes: 80, seq: null },
  ]);
});

test.each([
  ['ICMP echo request, id 7, seq 3, length 64', { icmpType: 8, icmpId: 7, icmpSeq: 3, lengthBytes: 84 }],
  [
    'ICMP 10.2.0.2 udp port 53 unreachable, length 47',
    { icmpType: 3, icmpCode: 3, lengthBytes: 67, refusedPort: 53 },
  ],
  ['ICMP 10.2.0.2 tcp port 53 unreachable, length 47', { icmpType: 3, icmpCode: 3, refusedPort: null }],
  ['ICMP time exceeded in-transit, length 36', { icmpType: 11, icmpCode: 0, icmpId: null }],
  ['ICMP redirect 10.1.0.9 to host 10.1.0.1, length 60', { icmpType: 5, icmpCode: 1 }],
])('tcpdump says of ICMP: %s', (words, expected) => {
  expect(packetsOf(`07:53:14.2 IP 10.1.0.2 > 10.2.0.2: ${words}`)[0]).toMatchObject(expected);
});

test('what the summary shows of the length is the IP length, and nothing where frames are filled up', () => {
  const frame = (bytes: number) =>
    `07:53:14.2 52:54:00:84:3d:00 > 52:54:00:a7:40:88, ethertype IPv4 (0x0800), length ${bytes}: 10.1.0.2.1 > 10.2.0.2.2: Flags [.], ack 1, win 63, length 0`;
  expect(packetsOf(frame(66), frame(60)).map(({ lengthBytes }) => lengthBytes)).toEqual([52, null]);
  expect(packetsOf('07:53:14.2 IP 10.1.0.2.1 > 10.2.0.2.2: UDP, length 32')[0]?.lengthBytes).toBe(60);
});

test('tshark -T fields names its columns', () => {
  const lines = [
    'frame.time_epoch\tip.src\tip.dst\tip.proto\tip.id\tip.len\ttcp.srcport\ttcp.dstport\ttcp.seq_raw\ticmp.type',
    '1795247594.218480\t10.1.0.2\t10.2.0.2\t6\t0xa8fb\t60\t52842\t80\t624890711\t',
    '1795247594.3\t10.1.0.1,10.1.0.2\t10.1.0.2,10.2.0.2\t1,6\t0x0001,0xa8fb\t88,60\t52842\t80\t7\t11',
  ];
  expect(packetSummary.recognises({ path: 'f', lines })).toBe(true);
  expect(packetsOf(...lines)).toMatchObject([
    {
      protocol: 'tcp',
      sport: 52842,
      dport: 80,
      ipId: 0xa8fb,
      lengthBytes: 60,
      seq: 624890711,
      icmpType: null,
    },
    {
      protocol: 'icmp',
      src: '10.1.0.1',
      dst: '10.1.0.2',
      sport: null,
      ipId: 1,
      lengthBytes: 88,
      icmpType: 11,
    },
  ]);
});

test('tshark shows id and number of an echo', () => {
  const line = '    9   1.2 10.1.0.2 → 10.2.0.2 ICMP 98 Echo (ping) request  id=0x4297, seq=1/256, ttl=64';
  expect(packetsOf(line)[0]).toMatchObject({ icmpType: 8, icmpCode: 0, icmpId: 0x4297, icmpSeq: 1 });
});
