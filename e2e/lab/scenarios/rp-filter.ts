import { icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { threeNetworks } from './three-networks.ts';

const rules = `
*filter
:FORWARD ACCEPT [0:0]
COMMIT`;

export const rpFilter: Scenario = {
  title: 'The reverse path filter, strict and loose',
  variants: {
    a: {
      notes: 'Strict on one interface, loose on another, off on the third; the log ends after PREROUTING.',
      ...threeNetworks,
      sysctls: ['net.ipv4.conf.lan7.rp_filter=1', 'net.ipv4.conf.guest7.rp_filter=2'],
      ip: ['route add 198.51.100.0/24 via 10.72.0.2'],
      rules,
      probes: [
        udp('client', '10.71.0.2:42001', '10.72.0.2:53', { count: 2 }),
        udp('client', '198.51.100.4:42002', '10.72.0.2:53', { count: 2, dies: 'rp-filter' }),
        udp('client', '192.0.2.4:42003', '10.72.0.2:53', { dies: 'rp-filter' }),
        udp('client', '10.73.0.2:42004', '10.72.0.2:53', { dies: 'rp-filter' }),
        udp('guest', '198.51.100.4:42005', '10.72.0.2:53', { count: 2 }),
        udp('guest', '192.0.2.4:42006', '10.72.0.2:53', { count: 2, dies: 'rp-filter' }),
        tcp('isp', '192.0.2.4:42007', '10.71.0.2:80'),
        icmp('client', '198.51.100.4', '10.71.0.1:80', { dies: 'rp-filter' }),
        udp('client', '127.0.0.9:42008', '10.72.0.2:53', { dies: 'martian-source' }),
        udp('client', '10.72.0.1:42009', '10.74.0.2:53', { dies: 'martian-source' }),
      ],
      otherDeaths: { 'tcp 10.71.0.2:80 > 192.0.2.4:42007': 'no-route' },
    },
    b: {
      notes:
        'conf.all is strict and the interface loose: the larger number counts. The way back depends on ip rules and their selectors.',
      ...threeNetworks,
      sysctls: [
        'net.ipv4.conf.all.rp_filter=1',
        'net.ipv4.conf.guest7.rp_filter=2',
        'net.ipv4.conf.wan7.src_valid_mark=0',
      ],
      ip: [
        'rule add pref 100 to 198.51.100.0/25 lookup 100',
        'rule add pref 110 iif lan7 lookup 110',
        'rule add pref 120 fwmark 0x5 lookup 120',
        'route add 198.51.100.0/24 via 10.72.0.2',
        'route add 198.51.100.0/25 via 10.71.0.2 table 100',
        'route add blackhole 203.0.113.0/24',
        'route add 192.0.2.0/24 via 10.71.0.2 table 120',
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 55 -j MARK --set-xmark 0x5/0xffffffff
COMMIT
${rules.trim()}`,
      probes: [
        udp('client', '198.51.100.4:42001', '10.72.0.2:53', { count: 2 }),
        udp('client', '198.51.100.200:42002', '10.72.0.2:53', { count: 2, dies: 'rp-filter' }),
        udp('guest', '198.51.100.4:42003', '10.72.0.2:53', { count: 2 }),
        udp('guest', '203.0.113.4:42004', '10.72.0.2:53', { count: 2, dies: 'rp-filter' }),
        udp('client', '192.0.2.4:42005', '10.72.0.2:55', { count: 2, dies: 'rp-filter', mark: 5 }),
        tcp('isp', '198.51.100.4:42006', '10.71.0.2:80', { count: 2, dies: 'rp-filter' }),
        tcp('isp', '198.51.100.200:42007', '10.71.0.2:80', { count: 2 }),
      ],
    },
    c: {
      notes:
        'With src_valid_mark the mark counts on the way back too; nat and the multipath route are in use.',
      ...threeNetworks,
      sysctls: [
        'net.ipv4.conf.lan7.rp_filter=1',
        'net.ipv4.conf.lan7.src_valid_mark=1',
        'net.ipv4.conf.wan7.rp_filter=1',
        'net.ipv4.conf.wan8.rp_filter=1',
        'net.ipv4.conf.guest7.rp_filter=1',
      ],
      ip: [
        'rule add pref 120 fwmark 0x5/0xf lookup 120',
        'route add 192.0.2.0/24 via 10.71.0.2 table 120',
        'route add 10.72.0.0/24 dev wan7 table 120',
        'route add default nexthop via 10.72.0.2 weight 1 nexthop via 10.74.0.2 weight 3',
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 55 -j MARK --set-xmark 0x15/0xffffffff
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 56 -j DNAT --to-destination 10.73.0.2:57
COMMIT
${rules.trim()}`,
      probes: [
        udp('client', '192.0.2.4:42001', '10.72.0.2:55', { count: 2, mark: 21 }),
        udp('client', '192.0.2.4:42002', '10.72.0.2:54', { count: 2, dies: 'rp-filter' }),
        udp('isp', '198.51.100.7:42003', '10.71.0.2:53', { count: 2 }),
        udp('isp2', '198.51.100.7:42004', '10.71.0.2:53', { count: 2 }),
        udp('guest', '198.51.100.7:42005', '10.71.0.2:53', { count: 2, dies: 'rp-filter' }),
        udp('client', '192.0.2.4:42006', '10.71.0.1:56', { count: 2, dies: 'rp-filter' }),
        udp('client', '10.71.0.2:42007', '10.71.0.1:56', { count: 2 }),
      ],
    },
  },
};
