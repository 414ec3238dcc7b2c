import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const iptablesNft: Scenario = {
  title: 'iptables-nft, traced by xtables-monitor and nft monitor side by side',
  variants: {
    a: {
      notes:
        'Equal rules in one chain, RETURN, goto, marks, REJECT, nat in both directions; tables met by priority.',
      ...twoNetworks,
      backend: 'iptables-nft',
      listeners: [{ on: 'server', protocol: 'tcp', port: 80 }],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 7000 -j MARK --set-xmark 0x5/0xffffffff
-A FORWARD -m mark --mark 0x5 -j DROP
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -d 10.71.0.1/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.72.0.2:80
-A POSTROUTING -o wan7 -j MASQUERADE
COMMIT
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:FIRST - [0:0]
:SECOND - [0:0]
-A INPUT -p icmp -j ACCEPT
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -p udp -j FIRST
-A FORWARD -p udp -j FIRST
-A FORWARD -p tcp -m tcp --dport 25 -j REJECT --reject-with icmp-admin-prohibited
-A FORWARD -p tcp -g SECOND
-A FORWARD -p icmp -j ACCEPT
-A FIRST -p udp -m udp --dport 53 -j ACCEPT
-A FIRST -p udp -m udp --dport 123 -j RETURN
-A FIRST -p udp -m udp --dport 161 -j DROP
-A SECOND -p tcp -m tcp --dport 80 -j ACCEPT
-A SECOND -m comment --comment "nothing else, \\"really\\"" -j RETURN
COMMIT`,
      probes: [
        connect('client', '10.71.0.2:42001', '10.71.0.1:8080'),
        udp('client', '10.71.0.2:42002', '10.72.0.2:53', { count: 2 }),
        udp('client', '10.71.0.2:42003', '10.72.0.2:123', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('client', '10.71.0.2:42004', '10.72.0.2:161', { count: 2, dies: 'filter/FIRST 3' }),
        udp('client', '10.71.0.2:42005', '10.72.0.2:7000', { count: 2, dies: 'mangle/FORWARD 1' }),
        tcp('client', '10.71.0.2:42006', '10.72.0.2:25', { count: 2, dies: 'filter/FORWARD 4' }),
        tcp('client', '10.71.0.2:42007', '10.72.0.2:443', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('client', '10.71.0.2:42008', '10.71.0.1:53', { count: 2, dies: 'filter/INPUT policy' }),
        icmp('client', '10.71.0.2', '10.72.0.2:74', { count: 2 }),
        icmp('client', '10.71.0.2', '10.71.0.1:75', { count: 2 }),
      ],
    },
  },
};
