import { connect, tcp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const redirectTproxy: Scenario = {
  title: 'REDIRECT and TPROXY',
  variants: {
    a: {
      notes: 'One proxy gets the packets by REDIRECT, one by TPROXY and a mark, and one is not running.',
      ...twoNetworks,
      listeners: [
        { on: 'router', protocol: 'tcp', port: 3128 },
        { on: 'router', protocol: 'tcp', port: 3129, transparent: true },
      ],
      ip: ['rule add pref 50 fwmark 0x1 lookup 100', 'route add local default dev lo table 100'],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
:DIVERT - [0:0]
-A PREROUTING -p tcp -m socket --transparent -j DIVERT
-A PREROUTING -p tcp -m tcp --dport 8080 -j TPROXY --on-port 3129 --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1
-A PREROUTING -p tcp -m tcp --dport 8081 -j TPROXY --on-port 3130 --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1
-A DIVERT -j MARK --set-xmark 0x1/0xffffffff
-A DIVERT -j ACCEPT
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 3128
-A PREROUTING -p tcp -m tcp --dport 82 -j REDIRECT --to-ports 3131
COMMIT
*filter
:INPUT ACCEPT [0:0]
COMMIT`,
      trace: { in: ['lan7'], out: false },
      probes: [
        connect('client', '10.71.0.2:61001', '10.72.0.2:80'),
        connect('client', '10.71.0.2:61002', '10.72.0.2:8080'),
        tcp('client', '10.71.0.2:61003', '10.72.0.2:8081', { dies: 'mangle/PREROUTING 3' }),
        tcp('client', '10.71.0.2:61004', '10.72.0.2:82'),
      ],
    },
    b: {
      notes:
        'The route of the mark is missing, so what TPROXY caught is forwarded or dies; REDIRECT of what the host sends.',
      ...twoNetworks,
      listeners: [
        { on: 'router', protocol: 'tcp', port: 3128 },
        { on: 'router', protocol: 'tcp', port: 3129, transparent: true },
      ],
      ip: ['rule add pref 50 fwmark 0x2 lookup 100', 'route add blackhole default table 100'],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p tcp -m tcp --dport 8080 -j TPROXY --on-port 3129 --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1
-A PREROUTING -p tcp -m tcp --dport 8082 -j TPROXY --on-port 3129 --on-ip 0.0.0.0 --tproxy-mark 0x2/0x2
COMMIT
*nat
:OUTPUT ACCEPT [0:0]
-A OUTPUT -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 3128
COMMIT
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      probes: [
        tcp('client', '10.71.0.2:61002', '10.72.0.2:8082', { dies: 'blackhole', mark: 2 }),
        connect('router', '10.72.0.1:61003', '10.72.0.2:80'),
      ],
    },
  },
};
