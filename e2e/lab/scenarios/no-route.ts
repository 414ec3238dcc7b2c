import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { threeNetworks } from './three-networks.ts';
import { twoNetworks } from './two-networks.ts';

export const noRoute: Scenario = {
  title: 'No route to the destination',
  variants: {
    a: {
      notes:
        'No default route; conntrack is in use, so the last line of an unknown connection is of nat, and of a known one of mangle or raw.',
      ...twoNetworks,
      listeners: [{ on: 'server', protocol: 'tcp', port: 80 }],
      rules: `
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d 192.0.2.80/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.72.0.2:80
-A PREROUTING -d 192.0.2.81/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.99.0.2:80
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
COMMIT`,
      probes: [
        connect('client', '10.71.0.2:43001', '192.0.2.80:80'),
        tcp('client', '10.71.0.2:43002', '192.0.2.81:80', { count: 2, dies: 'no-route' }),
        udp('client', '10.71.0.2:43003', '203.0.113.5:53', { count: 2, dies: 'no-route' }),
        icmp('client', '10.71.0.2', '203.0.113.5:91', { count: 2, dies: 'no-route' }),
      ],
    },
    b: {
      notes: 'Nothing needs conntrack; one table has a route for half of the destinations, a device is down.',
      ...threeNetworks,
      ip: [
        'route add 203.0.113.0/25 via 10.72.0.2',
        'route add 192.0.2.0/24 via 10.74.0.2',
        'link set wan8 down',
      ],
      rules: `
*filter
:FORWARD DROP [0:0]
-A FORWARD -i lan7 -j ACCEPT
-A FORWARD -d 10.71.0.0/24 -j ACCEPT
COMMIT`,
      probes: [
        udp('client', '10.71.0.2:43001', '203.0.113.5:53', { count: 2 }),
        udp('client', '10.71.0.2:43002', '203.0.113.200:53', { count: 2, dies: 'no-route' }),
        tcp('client', '10.71.0.2:43003', '192.0.2.5:80', { count: 2, dies: 'no-route' }),
        icmp('client', '10.71.0.2', '10.74.0.2:92', { count: 2, dies: 'no-route' }),
      ],
    },
  },
};
