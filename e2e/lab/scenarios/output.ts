import { connect, datagram, icmp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { threeNetworks } from './three-networks.ts';

export const output: Scenario = {
  title: 'What the router sends itself',
  variants: {
    a: {
      notes:
        'DNAT in OUTPUT leads to another interface; some are dropped or rejected on their way out, some stay on lo.',
      ...threeNetworks,
      listeners: [
        { on: 'isp2', protocol: 'udp', port: 5353 },
        { on: 'router', protocol: 'udp', port: 5454 },
        { on: 'isp', protocol: 'tcp', port: 80 },
      ],
      ip: ['route add default via 10.72.0.2'],
      rules: `
*nat
:OUTPUT ACCEPT [0:0]
-A OUTPUT -d 198.51.100.53/32 -p udp -m udp --dport 53 -j DNAT --to-destination 10.74.0.2:5353
-A OUTPUT -d 198.51.100.54/32 -p udp -j DNAT --to-destination 127.0.0.1:5454
-A POSTROUTING -o wan8 -j MASQUERADE
COMMIT
*filter
:OUTPUT ACCEPT [0:0]
-A OUTPUT -o lo -j ACCEPT
-A OUTPUT -p udp -m udp --dport 9 -j DROP
-A OUTPUT -p tcp -m tcp --dport 25 -m owner --uid-owner 0 -j REJECT --reject-with icmp-port-unreachable
-A OUTPUT -p tcp -m tcp --dport 26 -j REJECT --reject-with tcp-reset
COMMIT`,
      probes: [
        datagram('router', '10.72.0.1:49001', '198.51.100.7:123', { count: 2 }),
        datagram('router', '10.72.0.1:49002', '198.51.100.7:9', { count: 3, dies: 'filter/OUTPUT 2' }),
        datagram('router', '10.72.0.1:49003', '198.51.100.53:53', { count: 2 }),
        datagram('router', '127.0.0.1:49004', '127.0.0.1:5454', { count: 2 }),
        connect('router', '10.72.0.1:49005', '198.51.100.7:25', { dies: 'filter/OUTPUT 3' }),
        connect('router', '10.72.0.1:49006', '10.72.0.2:80'),
        icmp('router', '10.72.0.1', '10.72.0.2:93', { count: 2 }),
      ],
    },
    b: {
      notes:
        'A mark of mangle OUTPUT routes anew, though filter OUTPUT still sees the old way out; the router speaks with its own addresses over lo; nothing needs conntrack.',
      ...threeNetworks,
      listeners: [{ on: 'router', protocol: 'tcp', port: 8080 }],
      ip: [
        'route add default via 10.72.0.2',
        'rule add pref 90 fwmark 0x9 lookup 100',
        'route add default via 10.74.0.2 table 100',
      ],
      rules: `
*mangle
:OUTPUT ACCEPT [0:0]
-A OUTPUT -p udp -m udp --dport 122:123 -j MARK --set-xmark 0x9/0xffffffff
-A OUTPUT -p udp -m udp --dport 124 -j DROP
COMMIT
*filter
:OUTPUT DROP [0:0]
:INPUT ACCEPT [0:0]
-A OUTPUT -o wan8 -j ACCEPT
-A OUTPUT -o wan7 -p udp -m udp --dport 122 -j ACCEPT
-A OUTPUT -o lo -j ACCEPT
-A OUTPUT -p icmp -j ACCEPT
-A INPUT -p udp -m udp --dport 7001 -j DROP
COMMIT`,
      probes: [
        datagram('router', '10.72.0.1:49001', '198.51.100.7:123', { count: 2, dies: 'filter/OUTPUT policy' }),
        datagram('router', '10.72.0.1:49006', '198.51.100.7:122', { count: 2 }),
        datagram('router', '10.72.0.1:49002', '198.51.100.7:124', { count: 2, dies: 'mangle/OUTPUT 2' }),
        udp('router', '10.72.0.1:49003', '198.51.100.7:125', { count: 2, dies: 'filter/OUTPUT policy' }),
        connect('router', '10.71.0.1:49004', '10.72.0.1:8080'),
        datagram('router', '10.71.0.1:49005', '10.72.0.1:7001', { count: 2, dies: 'filter/INPUT 1' }),
        icmp('isp', '10.72.0.2', '10.72.0.1:94', { count: 2 }),
      ],
    },
  },
};
