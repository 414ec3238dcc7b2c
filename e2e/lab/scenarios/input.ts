import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const input: Scenario = {
  title: 'Packets for the host itself, with and without a listener',
  variants: {
    a: {
      notes: 'The policy of INPUT drops; a port that is open in the firewall has no listener.',
      ...twoNetworks,
      listeners: [{ on: 'router', protocol: 'tcp', port: 22 }],
      rules: `
*filter
:INPUT DROP [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
-A INPUT -p tcp -m tcp --dport 23 -j ACCEPT
-A INPUT -p udp -m udp --dport 514 -j ACCEPT
-A INPUT -p icmp -m icmp --icmp-type 8 -m limit --limit 1/hour --limit-burst 1 -j ACCEPT
-A INPUT -m conntrack --ctstate INVALID -j DROP
COMMIT`,
      probes: [
        connect('client', '10.71.0.2:55001', '10.71.0.1:22'),
        tcp('client', '10.71.0.2:55002', '10.71.0.1:23'),
        udp('client', '10.71.0.2:55003', '10.71.0.1:514', { count: 2 }),
        tcp('client', '10.71.0.2:55004', '10.72.0.1:80', { count: 2, dies: 'filter/INPUT policy' }),
        icmp('client', '10.71.0.2', '10.71.0.1:101', { count: 3 }),
        tcp('client', '10.71.0.2:55005', '10.71.0.1:24', { flags: 18, dies: 'filter/INPUT 6' }),
      ],
    },
    b: {
      notes:
        'mangle, security and nat of INPUT; the packets for a foreign address of the host are REDIRECTed.',
      ...twoNetworks,
      listeners: [{ on: 'router', protocol: 'udp', port: 53 }],
      rules: `
*mangle
:INPUT ACCEPT [0:0]
-A INPUT -p udp -m udp --dport 55 -j DROP
COMMIT
*nat
:INPUT ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 5300:5301 -j REDIRECT --to-ports 53
-A INPUT -s 10.71.0.2/32 -p udp -m udp --sport 55002 -j SNAT --to-source 10.71.0.99
COMMIT
*filter
:INPUT ACCEPT [0:0]
-A INPUT -p udp -m conntrack --ctorigdstport 5301 -j DROP
COMMIT
*security
:INPUT ACCEPT [0:0]
-A INPUT -p udp -m udp --dport 56 -j DROP
COMMIT`,
      trace: { out: false },
      probes: [
        udp('client', '10.71.0.2:55001', '10.72.0.2:5300', { count: 2 }),
        udp('client', '10.71.0.2:55003', '10.72.0.2:5301', { count: 2, dies: 'filter/INPUT 1' }),
        udp('client', '10.71.0.2:55004', '10.71.0.1:55', { count: 2, dies: 'mangle/INPUT 1' }),
        udp('client', '10.71.0.2:55005', '10.71.0.1:56', { count: 2, dies: 'security/INPUT 1' }),
        udp('client', '10.71.0.2:55002', '10.71.0.1:53', { count: 2 }),
      ],
    },
  },
};
