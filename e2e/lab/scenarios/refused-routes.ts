import { icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { threeNetworks } from './three-networks.ts';

export const refusedRoutes: Scenario = {
  title: 'blackhole, unreachable and prohibit: in main, in own tables, as ip rules',
  variants: {
    a: {
      notes:
        'Routes of all three types, a more specific one that leads out again, and one in a table that only one interface asks.',
      ...threeNetworks,
      ip: [
        'route add blackhole 203.0.113.0/24',
        'route add 203.0.113.64/26 via 10.72.0.2',
        'route add unreachable 198.51.100.0/24',
        'route add prohibit 198.51.100.7/32',
        'rule add pref 70 iif guest7 lookup 70',
        'route add blackhole 198.51.100.0/24 table 70',
        'route add throw 203.0.113.0/24 table 70',
      ],
      rules: `
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p tcp -m tcp --dport 81 -j DNAT --to-destination 198.51.100.7:80
COMMIT
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      trace: { out: false },
      probes: [
        udp('client', '10.71.0.2:53001', '203.0.113.5:53', { count: 2, dies: 'blackhole' }),
        udp('client', '10.71.0.2:53002', '203.0.113.70:53', { count: 2 }),
        udp('client', '10.71.0.2:53003', '198.51.100.5:53', { count: 2, dies: 'unreachable' }),
        icmp('client', '10.71.0.2', '198.51.100.7:98', { count: 2, dies: 'prohibit' }),
        tcp('client', '10.71.0.2:53004', '10.72.0.2:80', { count: 2 }),
        udp('guest', '10.73.0.2:53005', '198.51.100.5:53', { count: 2, dies: 'blackhole' }),
        udp('guest', '10.73.0.2:53006', '203.0.113.5:53', { count: 2, dies: 'blackhole' }),
      ],
    },
    b: {
      notes:
        'ip rules refuse by themselves, one of them negated; a lower metric wins over a blackhole default.',
      ...threeNetworks,
      ip: [
        'route add blackhole default metric 4000',
        'route add default via 10.72.0.2 metric 100',
        'route add blackhole default table 88',
        'rule add pref 10 from 10.71.0.3 to 203.0.113.0/24 blackhole',
        'rule add pref 20 iif guest7 to 203.0.113.0/25 prohibit',
        'rule add pref 30 not from 10.71.0.0/16 to 198.51.100.0/24 unreachable',
        'rule add pref 25 to 192.0.2.0/24 lookup 88',
      ],
      rules: `
*mangle
:FORWARD ACCEPT [0:0]
COMMIT`,
      trace: { in: ['lan7', 'guest7'], out: false },
      probes: [
        udp('client', '10.71.0.3:53001', '203.0.113.5:53', { count: 2, dies: 'blackhole' }),
        udp('client', '10.71.0.2:53002', '203.0.113.5:53', { count: 2, dies: 'unreachable' }),
        udp('guest', '10.73.0.2:53003', '203.0.113.5:53', { count: 2, dies: 'prohibit' }),
        udp('guest', '10.73.0.2:53004', '203.0.113.200:53', { count: 2, dies: 'unreachable' }),
        udp('guest', '10.73.0.2:53005', '198.51.100.5:53', { count: 2, dies: 'unreachable' }),
        icmp('client', '10.71.0.2', '198.51.100.5:99', { count: 2 }),
        tcp('client', '10.71.0.2:53006', '192.0.2.9:80', { count: 2, dies: 'blackhole' }),
      ],
    },
  },
};
