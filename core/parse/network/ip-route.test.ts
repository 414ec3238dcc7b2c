import { expect, test } from 'vitest';
import type { Route } from '../../model/network.ts';
import { ipRoute } from './ip-route.ts';

function routesOf(text: string, file = 'ip-route.txt'): readonly Route[] {
  const { records } = ipRoute.parse(text.split('\n'), file);
  return records.kind === 'routes' ? records.items : [];
}

test('a route has its prefix with length, way, metric and the table it names', () => {
  expect(
    routesOf('default via 10.1.0.2 dev wan1 table 300 proto static metric 100 onlink linkdown')[0],
  ).toMatchObject({
    family: 'ipv4',
    type: 'unicast',
    prefix: '0.0.0.0/0',
    table: '300',
    nextHops: [{ dev: 'wan1', via: '10.1.0.2', weight: 1, flags: ['onlink', 'linkdown'] }],
    metric: 100,
  });
  expect(
    routesOf('local 10.1.0.1 dev lan table local proto kernel scope host src 10.1.0.1')[0],
  ).toMatchObject({
    type: 'local',
    prefix: '10.1.0.1/32',
    scope: 'host',
    preferredSource: '10.1.0.1',
  });
  expect(routesOf('10.9/16 dev tun0 tos 0x10 mtu lock 1400 nhid 7')[0]).toMatchObject({
    prefix: '10.9.0.0/16',
    tos: 16,
    mtu: 1400,
    nexthopId: 7,
  });
});

test.each(['blackhole', 'unreachable', 'prohibit', 'throw'] as const)('a %s route leads nowhere', (type) => {
  expect(routesOf(`${type} 203.0.113.0/24 dev lo`)[0]).toMatchObject({ type, nextHops: [] });
});

test('nexthop lines belong to the route above them', () => {
  const routes = routesOf(`10.9.0.0/16 proto static
	nexthop via 10.1.0.2 dev wan1 weight 1
	nexthop via 10.2.0.2 dev wan2 weight 2 dead`);
  expect(routes[0]?.nextHops).toEqual([
    { dev: 'wan1', via: '10.1.0.2', weight: 1, flags: [] },
    { dev: 'wan2', via: '10.2.0.2', weight: 2, flags: ['dead'] },
  ]);
});

test.each([
  ['ubuntu@ceph2:~$ ip route list table local\n', 'x', 'local'],
  ['# ip route show table 100\n', 'x', '100'],
  ['# ip route show table all\n', 'x', 'main'],
  ['', 'ip-route-local.txt', 'local'],
  ['', 'sos_commands/networking/ip_route_show_table_main', 'main'],
  ['', 'ip_route_show_table_all', 'main'],
  ['', 'ip-6-route.txt', 'main'],
])('%j in %s is of table %s', (prompt, file, table) => {
  expect(routesOf(`${prompt}10.0.0.0/8 dev eth0`, file)[0]?.table).toBe(table);
});

test('IPv6 is told by addresses, also for a default without any', () => {
  const routes = routesOf(
    'fd00:1::/64 dev eth0 proto kernel metric 256 pref medium\ndefault dev eth0 metric 1024',
  );
  expect(routes.map(({ family, prefix }) => [family, prefix])).toEqual([
    ['ipv6', 'fd00:1::/64'],
    ['ipv6', '::/0'],
  ]);
  expect(routesOf('default via inet6 fe80::1 dev eth0')[0]?.nextHops[0]?.via).toBe('fe80::1');
});
