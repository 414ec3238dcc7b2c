import { buildHostNetwork, type HostNetwork } from '../../core/kernel/routing/host-network.ts';
import { ipAddr } from '../../core/parse/network/ip-addr.ts';
import { ipRoute } from '../../core/parse/network/ip-route.ts';
import { ipRule } from '../../core/parse/network/ip-rule.ts';
import { sysctl } from '../../core/parse/network/sysctl.ts';
import type { NetworkRecords } from '../../core/model/network.ts';
import { recordsOfDumps } from './records-of-dumps.ts';
import type { Random } from './random.ts';
import { pool } from './random-pool.ts';

/** The router of random-router.ts as its tools would print it, with random routes, FIB rules and settings besides. */
export function drawnNetwork(random: Random): HostNetwork {
  return buildHostNetwork(drawnRecords(random));
}

/** The same as the files say it. */
export function drawnRecords(random: Random): NetworkRecords {
  const { pick, chance, below } = random;
  const devices = pool.interfaces;
  const network = (): string => `${pick(pool.destinations).replace(/\d+$/, '0')}/24`;
  const rules = [
    '0:\tfrom all lookup local',
    ...(chance(0.7) ? ['100:\tfrom all fwmark 0x1/0x1 lookup 100'] : []),
    ...(chance(0.3) ? [`200:\tfrom ${network()} lookup 100`] : []),
    ...(chance(0.2) ? [`210:\tfrom all to ${network()} iif ${pick(devices)} lookup 100`] : []),
    ...(chance(0.2) ? [`220:\tfrom all ipproto tcp dport ${pick(pool.ports)} lookup 100`] : []),
    ...(chance(0.1) ? ['230:\tfrom all iif r2 unreachable'] : []),
    '32766:\tfrom all lookup main',
    '32767:\tfrom all lookup default',
  ];
  const own = devices.flatMap((dev, number) =>
    [`172.30.${number}`, `10.0.${number}`].map((net) => ({ dev, net })),
  );
  const routes = [
    ...(chance(0.8) ? ['default via 10.0.1.2 dev r1'] : []),
    'blackhole 198.51.100.0/24',
    '203.0.113.0/24 dev r2 table 100 scope link',
    'prohibit 192.0.2.0/28 table 100',
    ...Array.from({ length: below(4) }, () => {
      const gateway = chance(0.5) ? `via 10.0.${below(3)}.9 ` : '';
      return `${pick(['192.0.2.0/25', '203.0.113.0/28', '172.16.0.0/16', '192.168.7.9', '10.0.2.8/29'])} ${gateway}dev ${pick(devices)} scope link metric ${below(9)}`;
    }),
    ...(chance(0.2) ? ['throw 172.16.0.0/12 table 100'] : []),
    ...own.map(({ dev, net }) => `${net}.0/24 dev ${dev} proto kernel scope link src ${net}.1`),
    ...own.flatMap(({ dev, net }) => [
      `local ${net}.1 dev ${dev} table local proto kernel scope host src ${net}.1`,
      `broadcast ${net}.255 dev ${dev} table local proto kernel scope link src ${net}.1`,
    ]),
    'local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1',
  ];
  const addresses = devices.flatMap((dev, number) => [
    `${number + 2}: ${dev}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000`,
    `    link/ether 02:00:00:00:00:a${number} brd ff:ff:ff:ff:ff:ff`,
    ...own.filter((each) => each.dev === dev).map(({ net }) => `    inet ${net}.1/24 scope global ${dev}`),
  ]);
  const settings = [
    'net.ipv4.ip_forward = 1',
    ...['all', ...devices].flatMap((dev) => [
      `net.ipv4.conf.${dev}.rp_filter = ${dev === 'all' ? 0 : pick([0, 0, 1, 2])}`,
      `net.ipv4.conf.${dev}.forwarding = ${dev === 'all' ? 1 : pick([1, 1, 1, 1, 0])}`,
      ...[
        'accept_local',
        'route_localnet',
        'src_valid_mark',
        'send_redirects',
        'ignore_routes_with_linkdown',
        'bc_forwarding',
      ].map((name) => `net.ipv4.conf.${dev}.${name} = ${pick([0, 0, 1])}`),
    ]),
  ];
  return recordsOfDumps([
    ipRule.parse(rules, 'ip-rule.txt').records,
    ipRoute.parse(routes, 'ip-route.txt').records,
    ipAddr.parse(addresses, 'ip-addr.txt').records,
    sysctl.parse(settings, 'sysctl.txt').records,
  ]);
}
