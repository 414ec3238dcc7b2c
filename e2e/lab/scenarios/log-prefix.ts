import { icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const logPrefix: Scenario = {
  title: 'No trace at all: LOG rules with a prefix',
  variants: {
    a: {
      notes:
        'One prefix in several chains, prefixes with blanks and brackets, LOG rules in user-defined chains and behind conditions.',
      ...twoNetworks,
      backend: 'log',
      listeners: [{ on: 'server', protocol: 'udp', port: 53 }],
      rules: `
*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING ! -i lo -j LOG --log-prefix "[lab] raw: "
COMMIT
*mangle
:FORWARD ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A FORWARD -j LOG --log-prefix "[lab] mangle: "
-A FORWARD -p udp -m udp --dport 514 -j DROP
-A POSTROUTING -j LOG --log-prefix "[lab] mangle: "
COMMIT
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:CHECK - [0:0]
-A INPUT -j LOG --log-prefix "[lab] to the router "
-A INPUT -p icmp -j ACCEPT
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -j CHECK
-A FORWARD -p icmp -j ACCEPT
-A FORWARD -p udp -m udp --dport 53 -j ACCEPT
-A CHECK -p tcp -j LOG --log-prefix "checked"
-A CHECK -p tcp -m tcp --dport 23 -j REJECT --reject-with tcp-reset
-A CHECK -p udp -m udp --dport 161 -j DROP
COMMIT`,
      probes: [
        udp('client', '10.71.0.2:43001', '10.72.0.2:53', { count: 2 }),
        udp('client', '10.71.0.2:43002', '10.72.0.2:514', { count: 2, dies: 'mangle/FORWARD 2' }),
        udp('client', '10.71.0.2:43003', '10.72.0.2:161', { count: 2, dies: 'filter/CHECK 3' }),
        tcp('client', '10.71.0.2:43004', '10.72.0.2:23', { count: 2, dies: 'filter/CHECK 2' }),
        tcp('client', '10.71.0.2:43005', '10.72.0.2:80', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('client', '10.71.0.2:43006', '10.71.0.1:53', { count: 2, dies: 'filter/INPUT policy' }),
        icmp('client', '10.71.0.2', '10.72.0.2:76', { count: 2 }),
        icmp('client', '10.71.0.2', '10.71.0.1:77', { count: 2 }),
        udp('client', '10.71.0.2:43007', '203.0.113.9:53', { count: 2, dies: 'no-route' }),
      ],
      trace: { out: false },
    },
  },
};
