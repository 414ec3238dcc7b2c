import { connect, icmp, udp } from '../probes.ts';
import type { Scenario, Variant } from '../scenario.ts';

const guests: Pick<Variant, 'links' | 'bridges'> = {
  bridges: [{ dev: 'virbr7', addresses: ['10.75.0.1/24'] }],
  links: [
    { dev: 'vnet7', peer: 'vm1', peerAddresses: ['10.75.0.11/24'], gateway: '10.75.0.1', bridge: 'virbr7' },
    { dev: 'vnet8', peer: 'vm2', peerAddresses: ['10.75.0.12/24'], gateway: '10.75.0.1', bridge: 'virbr7' },
    {
      dev: 'ens7',
      addresses: ['10.72.0.1/24'],
      peer: 'outside',
      peerAddresses: ['10.72.0.2/24'],
      gateway: '10.72.0.1',
    },
  ],
};

export const bridge: Scenario = {
  title: 'Bridged frames seen by iptables (br_netfilter)',
  variants: {
    a: {
      notes: 'Bridged, routed and local packets of the same machines.',
      ...guests,
      sysctls: ['net.bridge.bridge-nf-call-iptables=1'],
      listeners: [{ on: 'vm2', protocol: 'tcp', port: 80 }],
      rules: `
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -m physdev --physdev-in vnet7 --physdev-is-bridged -p udp -m udp --dport 7001 -j DROP
-A FORWARD -m physdev --physdev-is-bridged -p udp -m udp --dport 7002 -j REJECT --reject-with icmp-port-unreachable
-A FORWARD -i virbr7 -o ens7 -p udp -m udp --dport 7003 -j DROP
COMMIT`,
      trace: { out: false },
      probes: [
        connect('vm1', '10.75.0.11:50001', '10.75.0.12:80'),
        udp('vm1', '10.75.0.11:50002', '10.75.0.12:7001', { count: 2, dies: 'filter/FORWARD 1' }),
        udp('vm2', '10.75.0.12:50003', '10.75.0.11:7001', { count: 2 }),
        udp('vm1', '10.75.0.11:50004', '10.75.0.12:7002', { count: 2, dies: 'filter/FORWARD 2' }),
        udp('vm1', '10.75.0.11:50005', '10.72.0.2:7003', { count: 2, dies: 'filter/FORWARD 3' }),
        icmp('outside', '10.72.0.2', '10.75.0.11:110', { count: 2 }),
        icmp('vm1', '10.75.0.11', '10.75.0.1:111', { count: 2 }),
      ],
    },
    b: {
      notes: 'nat is in use: bridged packets visit it too, and a bridged packet is led to the host by DNAT.',
      ...guests,
      sysctls: ['net.bridge.bridge-nf-call-iptables=1'],
      listeners: [
        { on: 'router', protocol: 'udp', port: 53 },
        { on: 'vm2', protocol: 'udp', port: 7000 },
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -p udp -m udp --dport 7009 -j MARK --set-xmark 0x1/0xffffffff
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d 10.75.0.12/32 -p udp -m udp --dport 53 -j DNAT --to-destination 10.75.0.1:53
-A POSTROUTING -s 10.75.0.0/24 ! -d 10.75.0.0/24 -j MASQUERADE
COMMIT
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -p udp -m udp --dport 7000 -j ACCEPT
-A FORWARD -p icmp -j ACCEPT
COMMIT`,
      trace: { out: false },
      probes: [
        udp('vm1', '10.75.0.11:50001', '10.75.0.12:7000', { count: 2 }),
        udp('vm1', '10.75.0.11:50002', '10.75.0.12:53', { count: 2 }),
        udp('vm1', '10.75.0.11:50003', '10.75.0.12:7009', { count: 2, dies: 'filter/FORWARD policy' }),
        icmp('vm1', '10.75.0.11', '10.72.0.2:112', { count: 2 }),
      ],
    },
    c: {
      notes:
        'Rules of ebtables that log stand around the trace of iptables; ebtables drops what iptables never sees.',
      ...guests,
      sysctls: ['net.bridge.bridge-nf-call-iptables=1'],
      rules: `
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m udp --dport 7001 -j DROP
COMMIT`,
      ebtables: [
        [
          '-t',
          'nat',
          '-A',
          'PREROUTING',
          '-p',
          'IPv4',
          '--log-ip',
          '--log-prefix',
          'br/nat-PREROUTING',
          '-j',
          'CONTINUE',
        ],
        ['-A', 'FORWARD', '-p', 'IPv4', '--log-ip', '--log-prefix', 'br/filter-FORWARD ', '-j', 'CONTINUE'],
        ['-A', 'FORWARD', '-p', 'IPv4', '--ip-proto', 'udp', '--ip-dport', '7002', '-j', 'DROP'],
      ],
      trace: { out: false },
      probes: [
        udp('vm1', '10.75.0.11:50001', '10.75.0.12:7000', { count: 2 }),
        udp('vm1', '10.75.0.11:50002', '10.75.0.12:7001', { count: 2, dies: 'filter/FORWARD 1' }),
        icmp('vm1', '10.75.0.11', '10.72.0.2:112', { count: 2 }),
        icmp('vm1', '10.75.0.11', '10.75.0.1:113', { count: 2 }),
      ],
    },
    d: {
      notes:
        'ebtables drops frames in its FORWARD chain, before iptables sees them there; routed packets of the same guests pass.',
      ...guests,
      sysctls: ['net.bridge.bridge-nf-call-iptables=1'],
      also: [
        'ebtables -A FORWARD -p IPv4 --ip-proto udp --ip-dport 7005 -j DROP',
        'ebtables -A FORWARD -p IPv4 -i vnet8 --ip-proto icmp --ip-icmp-type 8 -j DROP',
      ],
      rules: `
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m udp --dport 7001 -j DROP
COMMIT`,
      trace: { out: false },
      probes: [
        udp('vm1', '10.75.0.11:50001', '10.75.0.12:7000', { count: 2 }),
        udp('vm1', '10.75.0.11:50002', '10.75.0.12:7001', { count: 2, dies: 'filter/FORWARD 1' }),
        udp('vm1', '10.75.0.11:50005', '10.75.0.12:7005', { count: 3, dies: 'bridge-filter' }),
        icmp('vm2', '10.75.0.12', '10.75.0.11:113', { count: 2, dies: 'bridge-filter' }),
        icmp('vm2', '10.75.0.12', '10.72.0.2:114', { count: 2 }),
      ],
    },
  },
};
