import { expect, test } from 'vitest';
import type { SeenPacket } from '../model/network.ts';
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
