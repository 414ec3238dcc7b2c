import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const reject: Scenario = {
  title: 'REJECT in FORWARD and INPUT, in chains, with all kinds of answers',
  variants: {
    a: {
      notes: 'The answers are packets of their own, traced in OUTPUT.',
      ...twoNetworks,
      rules: `
*filter
:FORWARD ACCEPT [0:0]
:REFUSE - [0:0]
-A INPUT -p tcp -m tcp --dport 22 -j REJECT --reject-with tcp-reset
-A INPUT -p udp -m udp --dport 161 -j REFUSE
-A FORWARD -p tcp -m tcp --dport 25 -j REJECT --reject-with tcp-reset
-A FORWARD -p udp -m multiport --dports 137,138 -j REFUSE
-A FORWARD -p icmp -m icmp --icmp-type 8 -j REJECT --reject-with icmp-host-prohibited
-A REFUSE -p udp -m udp --dport 138 -j REJECT --reject-with icmp-admin-prohibited
-A REFUSE -j REJECT --reject-with icmp-port-unreachable
COMMIT`,
      probes: [
        connect('client', '10.71.0.2:52001', '10.72.0.2:25', { dies: 'filter/FORWARD 1' }),
        udp('client', '10.71.0.2:52002', '10.72.0.2:137', { count: 2, dies: 'filter/REFUSE 2' }),
        udp('client', '10.71.0.2:52003', '10.72.0.2:138', { count: 2, dies: 'filter/REFUSE 1' }),
        icmp('client', '10.71.0.2', '10.72.0.2:97', { count: 2, dies: 'filter/FORWARD 3' }),
        tcp('client', '10.71.0.2:52004', '10.71.0.1:22', { count: 2, dies: 'filter/INPUT 1' }),
        udp('client', '10.71.0.2:52005', '10.72.0.1:161', { dies: 'filter/REFUSE 2' }),
      ],
    },
    b: {
      notes: 'The answers themselves are dropped in OUTPUT; a REJECT of an RST answers nothing.',
      ...twoNetworks,
      rules: `
*mangle
:POSTROUTING ACCEPT [0:0]
COMMIT
*filter
:OUTPUT ACCEPT [0:0]
-A FORWARD -i lan7 -p tcp -j REJECT --reject-with tcp-reset
-A FORWARD -i lan7 -p udp -j REJECT --reject-with icmp-net-unreachable
COMMIT`,
      probes: [
        tcp('client', '10.71.0.2:52001', '10.72.0.2:80', { count: 2, dies: 'filter/FORWARD 1' }),
        tcp('client', '10.71.0.2:52002', '10.72.0.2:80', { count: 2, flags: 4, dies: 'filter/FORWARD 1' }),
        tcp('client', '10.71.0.2:52003', '10.72.0.2:80', { count: 2, flags: 16, dies: 'filter/FORWARD 1' }),
        udp('client', '10.71.0.2:52004', '10.72.0.2:80', { count: 2, dies: 'filter/FORWARD 2' }),
      ],
    },
  },
};
