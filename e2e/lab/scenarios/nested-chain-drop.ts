import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const nestedChainDrop: Scenario = {
  title: 'Verdicts deep in user-defined chains, with goto, RETURN and LOG',
  variants: {
    a: {
      notes:
        'A bare DROP in a user-defined chain is logged as return:N; a chain entered by goto returns past its caller.',
      ...twoNetworks,
      listeners: [{ on: 'server', protocol: 'udp', port: 514 }],
      rules: `
*filter
:FORWARD ACCEPT [0:0]
:ZONES - [0:0]
:LAN - [0:0]
:LAN-UDP - [0:0]
:LOGDROP - [0:0]
:TAIL - [0:0]
-A FORWARD -j ZONES
-A FORWARD -p udp -m udp --dport 514 -j ACCEPT
-A FORWARD -g TAIL
-A FORWARD -j ACCEPT
-A ZONES -i wan7 -j RETURN
-A ZONES -i lan7 -g LAN
-A ZONES -j DROP
-A LAN -p udp -j LAN-UDP
-A LAN -p tcp -m tcp --dport 25 -g LOGDROP
-A LAN -p icmp -j RETURN
-A LAN -p tcp -m tcp --dport 81 -j RETURN
-A LAN -m comment --comment "end of lan"
-A LAN-UDP -p udp -m udp --dport 69 -j LOGDROP
-A LAN-UDP -p udp -m udp --dport 514 -j RETURN
-A LAN-UDP -p udp -m udp --dport 70 -j DROP
-A LOGDROP -m limit --limit 30/min -j LOG --log-prefix "dropped: "
-A LOGDROP -j DROP
-A TAIL -p tcp -m tcp --dport 81 -j DROP
-A TAIL -p icmp -j RETURN
-A TAIL -j RETURN
COMMIT`,
      probes: [
        udp('client', '10.71.0.2:41001', '10.72.0.2:514', { count: 2 }),
        udp('client', '10.71.0.2:41002', '10.72.0.2:69', { count: 2, dies: 'filter/LOGDROP 2' }),
        udp('client', '10.71.0.2:41003', '10.72.0.2:70', { dies: 'filter/LAN-UDP 3' }),
        tcp('client', '10.71.0.2:41004', '10.72.0.2:25', { count: 2, dies: 'filter/LOGDROP 2' }),
        tcp('client', '10.71.0.2:41005', '10.72.0.2:81', { count: 2, dies: 'filter/TAIL 1' }),
        tcp('client', '10.71.0.2:41006', '10.72.0.2:82', { count: 2 }),
        icmp('client', '10.71.0.2', '10.72.0.2:78', { count: 2 }),
      ],
    },
    b: {
      notes:
        'Chains of the same names in two tables, one chain called from two places, an unconditional RETURN before a DROP, an empty chain, a policy reached by a RETURN in the built-in chain.',
      ...twoNetworks,
      listeners: [{ on: 'server', protocol: 'tcp', port: 80 }],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
:CHECK - [0:0]
:DEEP - [0:0]
-A PREROUTING -j CHECK
-A CHECK -p udp -j DEEP
-A CHECK -j RETURN
-A CHECK -j DROP
-A DEEP -p udp -m udp --dport 1000:1003 -j DROP
-A FORWARD -j MARK --set-xmark 0x7/0xffffffff
COMMIT
*filter
:FORWARD DROP [0:0]
:CHECK - [0:0]
:DEEP - [0:0]
:EMPTY - [0:0]
:DEEPER - [0:0]
-A FORWARD -j EMPTY
-A FORWARD -p tcp -j CHECK
-A FORWARD -p udp -j CHECK
-A FORWARD -p icmp -j RETURN
-A FORWARD -j ACCEPT
-A CHECK -p tcp -m tcp --dport 80 -j ACCEPT
-A CHECK -p tcp -m tcp --sport 80 -j ACCEPT
-A CHECK -j DEEP
-A CHECK -m mark --mark 0x7 -j DEEP
-A DEEP -p udp -m udp --dport 2000 -g DEEPER
-A DEEP -p tcp -m tcp --dport 443 -j DEEPER
-A DEEP -m statistic --mode nth --every 2 --packet 0 -j RETURN
-A DEEPER -m ttl --ttl-lt 10 -j DROP
-A DEEPER -m mark --mark 0x7 -j RETURN
-A DEEPER -j DROP
COMMIT`,
      probes: [
        connect('client', '10.71.0.2:41001', '10.72.0.2:80'),
        udp('client', '10.71.0.2:41002', '10.72.0.2:1002', { count: 2, dies: 'mangle/DEEP 1' }),
        udp('client', '10.71.0.2:41003', '10.72.0.2:2000', { count: 3 }),
        udp('client', '10.71.0.2:41004', '10.72.0.2:2000', { count: 2, ttl: 7, dies: 'filter/DEEPER 1' }),
        tcp('client', '10.71.0.2:41005', '10.72.0.2:443', { count: 2 }),
        icmp('client', '10.71.0.2', '10.72.0.2:79', { count: 2, dies: 'filter/FORWARD policy' }),
      ],
      otherDeaths: { 'icmp 10.72.0.2 > 10.71.0.2 type 3': 'filter/FORWARD policy' },
    },
  },
};
