import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const forwardPolicyDrop: Scenario = {
  title: 'The policy of FORWARD drops what no rule accepts',
  variants: {
    a: {
      notes: 'Rules that almost match stand before the policy; answers are accepted by state.',
      ...twoNetworks,
      listeners: [{ on: 'server', protocol: 'tcp', port: 80 }],
      rules: `
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT
-A FORWARD -s 10.71.0.9/32 -j ACCEPT
COMMIT`,
      probes: [
        connect('client', '10.71.0.2:40001', '10.72.0.2:80'),
        tcp('client', '10.71.0.2:40002', '10.72.0.2:443', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('client', '10.71.0.2:40003', '10.72.0.2:53', { count: 3, dies: 'filter/FORWARD policy' }),
        icmp('client', '10.71.0.2', '10.72.0.2:77', { dies: 'filter/FORWARD policy' }),
      ],
    },
    b: {
      notes:
        'An empty chain with an unconditional DROP as its last rule: logged as policy:N, though the policy accepts.',
      ...twoNetworks,
      rules: `
*mangle
:FORWARD DROP [0:0]
-A FORWARD -p udp -j ACCEPT
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m udp --dport 53 -j ACCEPT
-A FORWARD -j DROP
COMMIT`,
      probes: [
        udp('client', '10.71.0.2:40001', '10.72.0.2:53', { count: 2 }),
        udp('client', '10.71.0.2:40002', '10.72.0.2:54', { count: 2, dies: 'filter/FORWARD 2' }),
        tcp('client', '10.71.0.2:40003', '10.72.0.2:80', { count: 2, dies: 'mangle/FORWARD policy' }),
      ],
      otherDeaths: { 'icmp 10.72.0.2 > 10.71.0.2 type 3': 'mangle/FORWARD policy' },
    },
  },
};
