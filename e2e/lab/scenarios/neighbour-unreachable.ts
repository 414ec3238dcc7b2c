import { tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const neighbourUnreachable: Scenario = {
  title: 'Nobody answers for the next hop',
  variants: {
    a: {
      notes: 'All chains accept, and yet nothing leaves.',
      ...twoNetworks,
      settleMs: 3600,
      rules: `
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      trace: { out: false },
      probes: [
        udp('client', '10.71.0.2:62001', '10.72.0.9:53', { count: 2, dies: 'neighbour-unreachable' }),
        udp('client', '10.71.0.2:62002', '10.72.0.2:53', { count: 2 }),
      ],
    },
    b: {
      notes: 'The gateway of a route is missing; masquerading shows in the last line.',
      ...twoNetworks,
      settleMs: 3600,
      ip: ['route add 203.0.113.0/24 via 10.72.0.8'],
      rules: `
*nat
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -o wan7 -j MASQUERADE
COMMIT
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      trace: { out: false },
      probes: [
        tcp('client', '10.71.0.2:62001', '203.0.113.5:80', { count: 2, dies: 'neighbour-unreachable' }),
        udp('client', '10.71.0.2:62002', '10.72.0.2:53', { count: 2 }),
      ],
    },
  },
};
