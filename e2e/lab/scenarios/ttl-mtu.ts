import { icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';

export const ttlMtu: Scenario = {
  title: 'TTL used up, and packets longer than the way out',
  variants: {
    a: {
      notes: 'A small MTU on the way out, with and without DF; traceroute-like TTLs.',
      links: [
        {
          dev: 'lan7',
          addresses: ['10.71.0.1/24'],
          peer: 'client',
          peerAddresses: ['10.71.0.2/24'],
          gateway: '10.71.0.1',
        },
        {
          dev: 'tun7',
          addresses: ['10.72.0.1/24'],
          peer: 'server',
          peerAddresses: ['10.72.0.2/24'],
          gateway: '10.72.0.1',
          mtu: 1000,
        },
      ],
      rules: `
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      trace: { out: false },
      probes: [
        udp('client', '10.71.0.2:56001', '10.72.0.2:53', { ttl: 1, dies: 'ttl-expired' }),
        udp('client', '10.71.0.2:56002', '10.72.0.2:53', { ttl: 2 }),
        udp('client', '10.71.0.2:56003', '10.72.0.2:53', { payload: 1200, dies: 'mtu-exceeded' }),
        udp('client', '10.71.0.2:56004', '10.72.0.2:53', { payload: 972 }),
        udp('client', '10.71.0.2:56005', '10.72.0.2:53', { payload: 973, dies: 'mtu-exceeded' }),
        udp('client', '10.71.0.2:56006', '10.72.0.2:53', { payload: 1200, dontFragment: false }),
        icmp('client', '10.71.0.2', '10.72.0.1:102', { ttl: 1 }),
        udp('client', '10.71.0.2:56007', '203.0.113.3:53', { ttl: 1, dies: 'no-route' }),
      ],
    },
    b: {
      notes: 'The MTU is of a route, not of the device; TTL targets in mangle raise and lower it.',
      links: [
        {
          dev: 'lan7',
          addresses: ['10.71.0.1/24'],
          peer: 'client',
          peerAddresses: ['10.71.0.2/24'],
          gateway: '10.71.0.1',
        },
        {
          dev: 'wan7',
          addresses: ['10.72.0.1/24'],
          peer: 'server',
          peerAddresses: ['10.72.0.2/24'],
          gateway: '10.72.0.1',
        },
      ],
      ip: [
        'route add 203.0.113.0/24 via 10.72.0.2 mtu 900',
        'route add 198.51.100.0/24 via 10.72.0.2 mtu lock 800',
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 60 -j TTL --ttl-set 1
-A PREROUTING -p udp -m udp --dport 61 -j TTL --ttl-inc 5
-A PREROUTING -p tcp -m tcp --dport 62 -m ttl --ttl-gt 5 -j TTL --ttl-dec 5
COMMIT
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      trace: { out: false },
      probes: [
        udp('client', '10.71.0.2:56001', '10.72.0.2:60', { count: 2, dies: 'ttl-expired' }),
        udp('client', '10.71.0.2:56002', '10.72.0.2:61', { ttl: 1, count: 2 }),
        tcp('client', '10.71.0.2:56003', '10.72.0.2:62', { ttl: 6, count: 2, dies: 'ttl-expired' }),
        udp('client', '10.71.0.2:56004', '203.0.113.5:53', { payload: 873, dies: 'mtu-exceeded' }),
        udp('client', '10.71.0.2:56005', '203.0.113.5:53', { payload: 872 }),
        udp('client', '10.71.0.2:56006', '198.51.100.5:53', { payload: 800, dies: 'mtu-exceeded' }),
      ],
    },
  },
};
