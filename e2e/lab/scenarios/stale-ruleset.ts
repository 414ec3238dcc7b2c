import { tcp, udp } from '../probes.ts';
import type { Scenario, Variant } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

const traffic: Pick<Variant, 'links' | 'rules' | 'trace' | 'probes'> = {
  ...twoNetworks,
  rules: `
*filter
:FORWARD DROP [0:0]
:GUARD - [0:0]
:SERVICES - [0:0]
-A FORWARD -p tcp -m tcp --dport 25 -j DROP
-A FORWARD -j GUARD
-A FORWARD -p udp -j SERVICES
-A FORWARD -p tcp -m tcp --dport 22 -j REJECT --reject-with tcp-reset
-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT
-A FORWARD -i wan7 -j ACCEPT
-A GUARD -s 10.71.0.66/32 -j DROP
-A GUARD -p udp -m udp --dport 69 -j DROP
-A SERVICES -p udp -m udp --dport 53 -j ACCEPT
-A SERVICES -p udp -m udp --dport 123 -j ACCEPT
-A SERVICES -j DROP
COMMIT`,
  trace: { out: false },
  probes: [
    tcp('client', '10.71.0.2:62001', '10.72.0.2:25', { count: 2, dies: 'filter/FORWARD 1' }),
    tcp('client', '10.71.0.2:62002', '10.72.0.2:22', { count: 2, dies: 'filter/FORWARD 4' }),
    tcp('client', '10.71.0.2:62003', '10.72.0.2:80', { count: 3 }),
    tcp('client', '10.71.0.2:62004', '10.72.0.2:443', { count: 2, dies: 'filter/FORWARD policy' }),
    udp('client', '10.71.0.2:62005', '10.72.0.2:53', { count: 2 }),
    udp('client', '10.71.0.2:62006', '10.72.0.2:123', { count: 2 }),
    udp('client', '10.71.0.2:62007', '10.72.0.2:5060', { count: 2, dies: 'filter/SERVICES 3' }),
    udp('client', '10.71.0.2:62008', '10.72.0.2:69', { count: 2, dies: 'filter/GUARD 2' }),
  ],
};

export const staleRuleset: Scenario = {
  title: 'The ruleset was changed between log and dump',
  variants: {
    a: {
      notes: 'Rules were deleted above those that decided.',
      ...traffic,
      afterwards: ['iptables-legacy -D FORWARD 1', 'iptables-legacy -D SERVICES 1'],
    },
    b: {
      notes: 'Rules were inserted above those that decided.',
      ...traffic,
      afterwards: [
        'iptables-legacy -I FORWARD 1 -s 10.9.0.0/16 -j ACCEPT',
        'iptables-legacy -I FORWARD 4 -p sctp -j DROP',
        'iptables-legacy -I GUARD 1 -m conntrack --ctstate INVALID -j DROP',
      ],
    },
    c: {
      notes: 'A chain has another name, and the policy another verdict.',
      ...traffic,
      afterwards: ['iptables-legacy -E SERVICES ALLOWED', 'iptables-legacy -P FORWARD ACCEPT'],
    },
    d: {
      notes: 'The table was flushed.',
      ...traffic,
      afterwards: ['iptables-legacy -F', 'iptables-legacy -X', 'iptables-legacy -P FORWARD ACCEPT'],
    },
    e: {
      notes: 'A rule was replaced in its place, two changed places.',
      ...traffic,
      afterwards: [
        'iptables-legacy -R FORWARD 1 -p tcp -m tcp --dport 465 -j DROP',
        'iptables-legacy -D SERVICES 1',
        'iptables-legacy -I SERVICES 2 -p udp -m udp --dport 53 -j ACCEPT',
      ],
    },
  },
};
