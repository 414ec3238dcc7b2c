import { connect, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { threeNetworks } from './three-networks.ts';

export const manglingTargets: Scenario = {
  title: 'Targets that change the packet between two lines, or make a second one',
  variants: {
    a: {
      notes:
        'TOS, DSCP, ECN and TTL change in mid-journey; TCPMSS makes a SYN longer; NETMAP maps whole networks.',
      ...threeNetworks,
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 1001 -j TOS --set-tos 0x10/0xff
-A PREROUTING -p udp -m udp --dport 1002 -j DSCP --set-dscp 0x2e
-A PREROUTING -p tcp -m tcp --dport 1003 -j ECN --ecn-tcp-remove
-A PREROUTING -p udp -m udp --dport 1004 -j TTL --ttl-set 30
-A FORWARD -p tcp -m tcp --dport 1005 --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1000
-A POSTROUTING -p udp -m udp --dport 1002 -j DSCP --set-dscp 0x00
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d 203.0.113.0/24 -j NETMAP --to 10.72.0.0/24
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m tos --tos 0x10 -j DROP
COMMIT`,
      trace: { out: false },
      probes: [
        udp('client', '10.71.0.2:63001', '10.72.0.2:1001', { count: 2, dies: 'filter/FORWARD 1' }),
        udp('client', '10.71.0.2:63002', '10.72.0.2:1002', { count: 2 }),
        tcp('client', '10.71.0.2:63003', '10.72.0.2:1003', { count: 2, flags: 0xc2 }),
        udp('client', '10.71.0.2:63004', '10.72.0.2:1004', { count: 2 }),
        tcp('client', '10.71.0.2:63005', '10.72.0.2:1005', { count: 2 }),
        udp('client', '10.71.0.2:63006', '203.0.113.2:1006', { count: 2 }),
      ],
    },
    b: {
      notes:
        'TEE sends a copy of the packet to another host: the copy is a packet of the router, with the same header, in the midst of the first one.',
      ...threeNetworks,
      listeners: [{ on: 'isp', protocol: 'tcp', port: 80 }],
      ip: ['route add 192.0.2.0/24 via 10.74.0.2'],
      rules: `
*mangle
:FORWARD ACCEPT [0:0]
-A PREROUTING -i lan7 -p udp -j TEE --gateway 10.74.0.2
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m udp --dport 2001 -j DROP
COMMIT`,
      probes: [
        udp('client', '10.71.0.2:63001', '10.72.0.2:2000', { count: 2 }),
        udp('client', '10.71.0.2:63002', '10.72.0.2:2001', {
          count: 2,
          dies: 'filter/FORWARD 1',
          mixed: true,
        }),
        connect('client', '10.71.0.2:63003', '10.72.0.2:80'),
      ],
    },
    c: {
      notes:
        'Marks that are kept with the connection; untracked packets; nothing of it changes where they go.',
      ...threeNetworks,
      raw: [
        '-A PREROUTING -p udp -m udp --dport 3001 -j CT --notrack',
        '-A PREROUTING -p udp -m udp --dport 3002 -j CT --zone 7',
      ],
      listeners: [{ on: 'isp', protocol: 'udp', port: 3002 }],
      ip: ['rule add pref 40 fwmark 0x31 lookup 41', 'route add prohibit default table 41'],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff
-A PREROUTING -m mark ! --mark 0x0 -j ACCEPT
-A PREROUTING -p udp -m udp --dport 3003 -j MARK --set-xmark 0x31/0xff
-A PREROUTING -p udp -m udp --dport 3004 -j MARK --set-xmark 0x32/0xff
-A PREROUTING -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff
-A POSTROUTING -m connmark --mark 0x32 -j CLASSIFY --set-class 0001:0010
COMMIT
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -m conntrack --ctstate UNTRACKED -j DROP
COMMIT`,
      trace: { out: false },
      probes: [
        udp('client', '10.71.0.2:63001', '10.72.0.2:3001', { count: 2, dies: 'filter/FORWARD 1' }),
        udp('client', '10.71.0.2:63003', '10.72.0.2:3003', { count: 2, dies: 'prohibit', mark: 0x31 }),
        udp('client', '10.71.0.2:63004', '10.72.0.2:3004', { count: 3 }),
        udp('client', '10.71.0.2:63002', '10.72.0.2:3002', { count: 1 }),
      ],
    },
  },
};
