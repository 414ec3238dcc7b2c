import { icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { threeNetworks } from './three-networks.ts';
import { twoNetworks } from './two-networks.ts';

export const ipForwardDisabled: Scenario = {
  title: 'Forwarding is off, everywhere or on one interface',
  variants: {
    a: {
      notes:
        'Off everywhere; packets for the host itself are delivered, and one is translated to a foreign address first.',
      ...twoNetworks,
      sysctls: ['net.ipv4.ip_forward=0'],
      listeners: [{ on: 'router', protocol: 'udp', port: 53 }],
      rules: `
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d 10.71.0.1/32 -p udp -m udp --dport 54 -j DNAT --to-destination 10.72.0.2:53
COMMIT
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      probes: [
        udp('client', '10.71.0.2:54001', '10.72.0.2:53', { count: 2, dies: 'ip-forward-disabled' }),
        udp('client', '10.71.0.2:54002', '10.72.0.1:53', { count: 2 }),
        udp('client', '10.71.0.2:54003', '10.71.0.1:54', {
          count: 2,
          dies: 'ip-forward-disabled',
          routedTo: '10.72.0.2',
        }),
        udp('client', '10.71.0.2:54004', '203.0.113.1:54', { count: 2, dies: 'ip-forward-disabled' }),
      ],
    },
    b: {
      notes: 'Off on the interface that the packets come in by; the way back by the other one works.',
      ...threeNetworks,
      sysctls: ['net.ipv4.conf.guest7.forwarding=0', 'net.ipv4.conf.guest7.rp_filter=1'],
      ip: ['route add blackhole 203.0.113.0/24'],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
COMMIT
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      probes: [
        udp('guest', '10.73.0.2:54001', '10.72.0.2:53', { count: 2, dies: 'ip-forward-disabled' }),
        tcp('client', '10.71.0.2:54002', '10.73.0.2:80', { count: 2 }),
        udp('guest', '10.73.0.2:54003', '203.0.113.9:53', { count: 2, dies: 'ip-forward-disabled' }),
        udp('guest', '10.99.0.2:54004', '10.72.0.2:53', { count: 2, dies: 'ip-forward-disabled' }),
        icmp('guest', '10.73.0.2', '10.71.0.1:100', { count: 2 }),
      ],
      otherDeaths: { 'tcp 10.73.0.2:80 > 10.71.0.2:54002': 'ip-forward-disabled' },
    },
  },
};
