import { expect, test } from 'vitest';
import { ifconfig } from './ifconfig.ts';
import { ipNeigh } from './ip-neigh.ts';
import { ipRoute } from './ip-route.ts';
import { netstatStatistics } from '../counters/netstat-statistics.ts';
import { routeTable } from './route-table.ts';
import { sysctl } from './sysctl.ts';

test('dead ends of route -n are routes of an unknown kind', () => {
  const { records } = routeTable.parse(
    `Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
192.0.2.0       0.0.0.0         255.255.255.0   U     0      0        0 *
203.0.113.0     -               255.255.255.0   !     0      -        0 -
10.0.0.0        10.1.0.2        255.0.0.0       UG    7      0        0 eth0`.split('\n'),
    'f',
  );
  expect(records).toMatchObject({
    detail: 'outline',
    items: [
      { prefix: '192.0.2.0/24', type: 'unknown', nextHops: [] },
      { prefix: '203.0.113.0/24', type: 'unknown', nextHops: [] },
      { prefix: '10.0.0.0/8', type: 'unicast', metric: 7, nextHops: [{ dev: 'eth0', via: '10.1.0.2' }] },
    ],
  });
});

test.each([
  ['eth0\t0000010A\t0200010A\t0003\t0\t0\t100\t00FFFFFF\t0\t0\t0', 'little-endian'],
  ['eth0\t0A010000\t0A010002\t0003\t0\t0\t100\tFFFFFF00\t0\t0\t0', 'big-endian'],
])('/proc/net/route of a machine: %j is %s', (row) => {
  const heading = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT';
  expect(routeTable.parse([heading, row], 'f').records.items).toMatchObject([
    { prefix: '10.1.0.0/24', metric: 100, nextHops: [{ dev: 'eth0', via: '10.1.0.2' }] },
  ]);
});

test('answers of ip route get are no routes', () => {
  const { records, lines } = ipRoute.parse(
    `10.0.0.0/8 dev eth0
10.9.1.1 via 10.1.0.2 dev eth0 src 10.1.0.1 uid 0
    cache
fd00:9::1 from :: via fd00:2::2 dev eth1 src fd00:2::1 metric 1024 pref medium
192.0.2.7 dev eth1 src 10.2.0.1
    cache expires 3sec`.split('\n'),
    'f',
  );
  expect(records.items).toMatchObject([{ prefix: '10.0.0.0/8' }]);
  expect(lines.malformed).toBe(0);
});

test('old ip -6 route prints the ways of one route on lines of their own', () => {
  const { records } = ipRoute.parse(
    `fd00:9::/64 via fd00:1::2 dev eth0 metric 1024
fd00:9::/64 via fd00:2::2 dev eth1 metric 1024
fd00:9::/64 dev eth2 metric 1024`.split('\n'),
    'f',
  );
  expect(records.items).toMatchObject([
    { nextHops: [{ dev: 'eth0' }, { dev: 'eth1' }] },
    { nextHops: [{ dev: 'eth2' }] },
  ]);
});

test('the older ifconfig, and labels', () => {
  const { records } = ifconfig.parse(
    `eth0      Link encap:Ethernet  HWaddr b2:24:1f:ae:77:c1
          inet addr:10.1.0.1  Bcast:10.1.0.255  Mask:255.255.255.0
          inet6 addr: fd00:1::1/64 Scope:Global
eth0:web  Link encap:Ethernet  HWaddr b2:24:1f:ae:77:c1
          inet addr:10.2.0.1  Bcast:10.2.0.255  Mask:255.255.254.0`.split('\n'),
    'f',
  );
  expect(records).toMatchObject({
    items: [],
    addresses: [
      { dev: 'eth0', address: '10.1.0.1', prefixLength: 24 },
      { dev: 'eth0', address: 'fd00:1::1', prefixLength: 64 },
      { dev: 'eth0', address: '10.2.0.1', prefixLength: 23 },
    ],
  });
});

test('arp tells who did not answer, and not in which state the others are', () => {
  const { records } = ipNeigh.parse(
    `? (10.1.0.2) at fe:06:02:51:c7:d3 [ether] on eth0
? (10.2.0.9) at <incomplete> on eth1
gw (10.1.0.78) at <from_interface> PERM PUB on eth0`.split('\n'),
    'f',
  );
  expect(records.items).toMatchObject([
    { address: '10.1.0.2', dev: 'eth0', state: 'COMPLETE' },
    { address: '10.2.0.9', dev: 'eth1', state: 'INCOMPLETE', mac: null },
  ]);
});

test('netstat -s in words and by name', () => {
  const { records } = netstatStatistics.parse(
    'Ip:\n    1 with invalid addresses\n    2 forwarded\nTcpExt:\n    IPReversePathFilter: 6'.split('\n'),
    'f',
  );
  expect(records.items).toMatchObject([
    { name: 'IpInAddrErrors', value: 1 },
    { name: 'IpForwDatagrams', value: 2 },
    { name: 'TcpExtIPReversePathFilter', value: 6 },
  ]);
});

test('settings as files of /proc/sys', () => {
  expect(
    sysctl.parse(['/proc/sys/net/ipv4/conf/eth0.100/rp_filter:2', 'net.ipv4.ip_forward=1'], 'f').records
      .items,
  ).toMatchObject([
    { key: 'net.ipv4.conf.eth0/100.rp_filter', value: '2' },
    { key: 'net.ipv4.ip_forward', value: '1' },
  ]);
  expect(sysctl.recognises({ path: 'f', lines: ['# forward packets', 'net.ipv4.ip_forward=1'] })).toBe(false);
  expect(sysctl.recognises({ path: 'f', lines: ['net.ipv4.ip_forward=1'] })).toBe(true);
});
