import { icmp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const fragments: Scenario = {
  title: 'Fragments, with and without connection tracking',
  variants: {
    a: {
      notes: 'Nothing needs conntrack: each fragment goes its own way, and only the first one has ports.',
      ...twoNetworks,
      rules: `
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m udp --dport 7001 -j DROP
-A FORWARD -f -d 10.72.0.3/32 -j DROP
COMMIT`,
      trace: { in: ['lan7'], out: false },
      probes: [
        udp('client', '10.71.0.2:59001', '10.72.0.2:7000', { count: 2, payload: 400, fragments: 3 }),
        udp('client', '10.71.0.2:59002', '10.72.0.2:7001', {
          count: 2,
          payload: 400,
          fragments: 2,
          dies: 'filter/FORWARD 1',
        }),
        icmp('client', '10.71.0.2', '10.72.0.2:114', { payload: 400, fragments: 2 }),
      ],
    },
    b: {
      notes: 'Conntrack puts them together before the first chain; the packet leaves in fragments again.',
      ...twoNetworks,
      defragments: true,
      rules: `
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d 10.71.0.1/32 -p udp -m udp --dport 7000 -j DNAT --to-destination 10.72.0.2:7000
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m udp --dport 7001 -j DROP
COMMIT`,
      trace: { in: ['lan7'], out: false },
      probes: [
        udp('client', '10.71.0.2:59001', '10.71.0.1:7000', { count: 2, payload: 400, fragments: 3 }),
        udp('client', '10.71.0.2:59002', '10.72.0.2:7001', {
          count: 2,
          payload: 400,
          fragments: 2,
          dies: 'filter/FORWARD 1',
        }),
        icmp('client', '10.71.0.2', '10.72.0.2:115', { payload: 400, fragments: 2 }),
      ],
    },
  },
};
