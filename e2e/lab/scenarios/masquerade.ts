import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { threeNetworks } from './three-networks.ts';

export const masquerade: Scenario = {
  title: 'Masquerading and its answers; ICMP errors about forwarded packets',
  variants: {
    a: {
      notes:
        'Answers come back to the address of the router and are delivered inside; errors too, with the original header in brackets.',
      ...threeNetworks,
      listeners: [{ on: 'isp', protocol: 'tcp', port: 80 }],
      ip: ['route add default via 10.72.0.2'],
      rules: `
*nat
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -o wan7 -p udp -j MASQUERADE --to-ports 61000-61100
-A POSTROUTING -o wan7 -j MASQUERADE
-A POSTROUTING -o wan8 -j SNAT --to-source 10.74.0.77
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i lan7 -j ACCEPT
COMMIT`,
      probes: [
        connect('client', '10.71.0.2:58001', '10.72.0.2:80'),
        udp('client', '10.71.0.2:58002', '10.72.0.2:9', { count: 2 }),
        icmp('client', '10.71.0.2', '10.72.0.2:113', { count: 2 }),
        tcp('client', '10.71.0.3:58003', '10.74.0.2:81', { count: 2 }),
        udp('isp', '10.72.0.2:58004', '10.71.0.2:99', { count: 2, dies: 'filter/FORWARD policy' }),
        tcp('isp', '10.72.0.2:58005', '10.72.0.1:81'),
      ],
    },
    b: {
      notes:
        'Errors about translated packets are dropped on the way back: by a rule, by rp_filter; the router itself sends some.',
      ...threeNetworks,
      sysctls: ['net.ipv4.conf.wan7.rp_filter=1'],
      ip: ['route add 203.0.113.0/24 via 10.72.0.2', 'route add 198.51.100.0/24 via 10.74.0.2'],
      rules: `
*nat
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -o wan7 -j MASQUERADE
-A POSTROUTING -o wan8 -j MASQUERADE
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p icmp -m icmp --icmp-type 3/3 -m conntrack --ctstate RELATED -j DROP
-A FORWARD -m conntrack --ctstate INVALID -j DROP
COMMIT`,
      probes: [
        udp('client', '10.71.0.2:58001', '10.72.0.2:9', { count: 2 }),
        udp('client', '10.71.0.2:58002', '10.74.0.2:9', { ttl: 1, dies: 'ttl-expired' }),
        tcp('client', '10.71.0.2:58003', '10.72.0.2:80', { flags: 18, dies: 'filter/FORWARD 2' }),
        udp('isp', '198.51.100.9:58004', '10.71.0.2:9', { count: 2, dies: 'rp-filter' }),
      ],
      otherDeaths: { 'icmp 10.72.0.2 > 10.72.0.1 type 3': 'filter/FORWARD 1' },
    },
  },
};
