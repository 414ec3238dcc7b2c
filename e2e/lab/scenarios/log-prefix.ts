import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const logPrefix: Scenario = {
  title: 'No trace at all: LOG rules with a prefix',
  variants: {
    a: {
      notes:
        'One prefix in several chains, prefixes with blanks and brackets, LOG rules in user-defined chains and after conditions.',
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
    b: {
      notes:
        'Some LOG rules print sequence numbers and options, others do not; prefixes with blanks, brackets and without; one prefix twice.',
      ...twoNetworks,
      backend: 'log',
      listeners: [
        { on: 'server', protocol: 'tcp', port: 80 },
        { on: 'router', protocol: 'tcp', port: 22 },
      ],
      rules: `
*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING -i lan7 -j LOG --log-prefix "iptable/raw-PREROUTE"
-A PREROUTING -i wan7 -j LOG --log-prefix "iptable/raw-PREROUTE"
COMMIT
*mangle
:PREROUTING ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -j LOG --log-prefix "mangle PRE: " --log-level 7 --log-tcp-sequence --log-tcp-options --log-ip-options
-A INPUT -j LOG --log-prefix "mangle IN: " --log-uid
-A FORWARD -j LOG --log-prefix "mangle FWD: "
-A POSTROUTING -j LOG --log-prefix "mangle POST: "
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -j LOG --log-prefix "nat PRE "
-A PREROUTING -d 10.71.0.1/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.72.0.2:80
-A POSTROUTING -j LOG --log-prefix "nat POST "
-A POSTROUTING -o wan7 -j MASQUERADE
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:LOGDROP - [0:0]
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
-A INPUT -m limit --limit 100/sec -j LOG --log-prefix "[fw] to the router dropped "
-A INPUT -j DROP
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT
-A FORWARD -p udp -m udp --dport 53 -j ACCEPT
-A FORWARD -p udp -m udp --dport 54 -j LOGDROP
-A FORWARD -p udp -m udp --dport 55 -j REJECT --reject-with icmp-port-unreachable
-A FORWARD -j LOG --log-prefix "iptable/filter-FORWARD DROP "
-A FORWARD -j DROP
-A LOGDROP -j LOG --log-prefix "DROPPED: "
-A LOGDROP -j DROP
COMMIT`,
      probes: [
        connect('client', '10.71.0.2:48000', '10.71.0.1:8080'),
        udp('client', '10.71.0.2:48001', '10.72.0.2:53', { count: 2 }),
        udp('client', '10.71.0.2:48002', '10.72.0.2:54', { count: 2, dies: 'filter/LOGDROP 2' }),
        udp('client', '10.71.0.2:48003', '10.72.0.2:55', { count: 2, dies: 'filter/FORWARD 5' }),
        udp('client', '10.71.0.2:48004', '10.72.0.2:56', { count: 2, dies: 'filter/FORWARD 7' }),
        connect('client', '10.71.0.2:48005', '10.71.0.1:22'),
        udp('client', '10.71.0.2:48006', '10.71.0.1:53', { count: 2, dies: 'filter/INPUT 3' }),
        udp('client', '10.71.0.2:48007', '203.0.113.4:53', { count: 2, dies: 'no-route' }),
        icmp('client', '10.71.0.2', '10.72.0.2:63', { count: 2, dies: 'filter/FORWARD 7' }),
      ],
    },
  },
};
