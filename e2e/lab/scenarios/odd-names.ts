import { icmp, tcp, udp } from '../probes.ts';
import type { Scenario, Variant } from '../scenario.ts';

const network: Pick<Variant, 'links' | 'bridges'> = {
  bridges: [{ dev: 'br-1a2b3c4d5e6f', addresses: ['172.30.0.1/16'] }],
  links: [
    {
      dev: 'wan0.100',
      addresses: ['198.18.5.1/30'],
      peer: 'isp',
      peerAddresses: ['198.18.5.2/30'],
      gateway: '198.18.5.1',
    },
    {
      dev: 'cali0123456789a',
      addresses: ['169.254.1.1/32'],
      peer: 'pod',
      peerAddresses: ['10.233.64.7/24'],
      gateway: '10.233.64.1',
    },
    {
      dev: 'tun+1',
      addresses: ['10.233.64.1/24'],
      peer: 'vpn',
      peerAddresses: ['10.233.64.9/24'],
      gateway: '10.233.64.1',
    },
    {
      dev: 'veth-x_1',
      peer: 'ct',
      peerAddresses: ['172.30.4.2/16'],
      gateway: '172.30.0.1',
      bridge: 'br-1a2b3c4d5e6f',
    },
  ],
};

export const oddNames: Scenario = {
  title: 'Names that look like something else',
  variants: {
    a: {
      notes:
        'Chains called policy, return and rule:1, names with colons and of the longest kind; interfaces with dots and a plus.',
      ...network,
      sysctls: ['net.ipv4.conf.wan0/100.rp_filter=1', 'net.bridge.bridge-nf-call-iptables=1'],
      ip: ['route add 10.233.65.0/24 dev cali0123456789a', 'route add blackhole 10.233.66.0/26 proto 80'],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
:policy - [0:0]
:rule:1 - [0:0]
-A PREROUTING -j policy
-A policy -i wan0.+ -j rule:1
-A rule:1 -p udp -m udp --dport 9 -j DROP
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:return - [0:0]
:a:b - [0:0]
:cali-fw-cali0123456789a - [0:0]
:buero - [0:0]
:IN=eth0 - [0:0]
:abcdefghijklmnopqrstuvwxyz0 - [0:0]
-A INPUT -p udp -m udp --dport 161 -j buero
-A FORWARD -i tun+1 -j a:b
-A FORWARD -o cali+ -g cali-fw-cali0123456789a
-A FORWARD -i br-+ -j IN=eth0
-A FORWARD -i br-1a2b3c4d5e6f -j ACCEPT
-A FORWARD -o br-1a2b3c4d5e6f -j abcdefghijklmnopqrstuvwxyz0
-A a:b -p udp -m udp --dport 53 -j return
-A a:b -j RETURN
-A return -d 198.18.5.2/32 -m comment --comment "say \\"no\\" [0:0] -j ACCEPT" -j REJECT --reject-with icmp-host-prohibited
-A cali-fw-cali0123456789a -m mark --mark 0x10000/0x10000 -j RETURN
-A cali-fw-cali0123456789a -p udp -j DROP
-A buero -j DROP
-A IN=eth0 -p icmp -j DROP
-A abcdefghijklmnopqrstuvwxyz0 -p udp -m multiport --dports 1:10,53,8000:8100 -j ACCEPT
COMMIT`,
      trace: { out: false },
      probes: [
        udp('isp', '198.18.5.2:40001', '172.30.4.2:9', { count: 2, dies: 'mangle/rule:1 1' }),
        udp('isp', '198.18.5.2:40002', '172.30.4.2:53', { count: 2 }),
        udp('isp', '198.18.5.2:40003', '172.30.4.2:54', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('isp', '10.233.64.77:40004', '172.30.4.2:53', { count: 2, dies: 'rp-filter' }),
        udp('isp', '198.18.5.2:40005', '169.254.1.1:161', { count: 2, dies: 'filter/buero 1' }),
        udp('vpn', '10.233.64.9:40006', '198.18.5.2:53', { count: 2, dies: 'filter/return 1' }),
        tcp('vpn', '10.233.64.9:40007', '198.18.5.2:53', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('vpn', '10.233.64.9:40008', '10.233.65.3:99', {
          count: 2,
          dies: 'filter/cali-fw-cali0123456789a 2',
        }),
        tcp('vpn', '10.233.64.9:40009', '10.233.65.3:99', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('vpn', '10.233.64.9:40010', '10.233.66.3:99', { count: 2, dies: 'blackhole' }),
        icmp('ct', '172.30.4.2', '198.18.5.2:99', { count: 2, dies: 'filter/IN=eth0 1' }),
        udp('ct', '172.30.4.2:40011', '198.18.5.2:99', { count: 2 }),
      ],
      otherDeaths: {
        'icmp 172.30.4.2 > 198.18.5.2 type 3': 'filter/IN=eth0 1',
        'icmp 198.18.5.2 > 172.30.4.2 type 3': 'filter/FORWARD policy',
      },
    },
  },
};
