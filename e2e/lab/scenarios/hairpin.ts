import { connect, icmp, udp } from '../probes.ts';
import type { Scenario, Variant } from '../scenario.ts';

/** A bridge with two containers, as Docker makes it, and a network outside. */
const containers: Pick<Variant, 'links' | 'bridges'> = {
  bridges: [{ dev: 'docker7', addresses: ['172.27.0.1/24'] }],
  links: [
    {
      dev: 'veth7a',
      peer: 'web',
      peerAddresses: ['172.27.0.2/24'],
      gateway: '172.27.0.1',
      bridge: 'docker7',
      hairpin: true,
    },
    {
      dev: 'veth7b',
      peer: 'app',
      peerAddresses: ['172.27.0.3/24'],
      gateway: '172.27.0.1',
      bridge: 'docker7',
    },
    {
      dev: 'ens7',
      addresses: ['10.72.0.1/24'],
      peer: 'outside',
      peerAddresses: ['10.72.0.2/24'],
      gateway: '10.72.0.1',
    },
  ],
};

const nat = `
*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.27.0.0/24 ! -o docker7 -j MASQUERADE
-A POSTROUTING -s 172.27.0.2/32 -d 172.27.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE
-A POSTROUTING -s 172.27.0.0/24 -d 172.27.0.0/24 -m conntrack --ctstate DNAT -j MASQUERADE
-A DOCKER -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.27.0.2:80
-A DOCKER -p udp -m udp --dport 8053 -j DNAT --to-destination 172.27.0.2:53
COMMIT`;

const listeners: Variant['listeners'] = [
  { on: 'web', protocol: 'tcp', port: 80 },
  { on: 'web', protocol: 'udp', port: 53 },
];

export const hairpin: Scenario = {
  title: 'A published port of the host, reached from containers of the same bridge',
  variants: {
    a: {
      notes:
        'The packets leave by the bridge that they came in by, even by the same port; br_netfilter lets iptables see bridged frames too.',
      ...containers,
      listeners,
      sysctls: ['net.bridge.bridge-nf-call-iptables=1'],
      rules: `${nat}
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i docker7 -o docker7 -p tcp -j ACCEPT
-A FORWARD ! -i docker7 -o docker7 -d 172.27.0.2/32 -p tcp -m tcp --dport 80 -j ACCEPT
-A FORWARD -i docker7 ! -o docker7 -j ACCEPT
COMMIT`,
      probes: [
        connect('app', '172.27.0.3:50001', '172.27.0.1:8080'),
        connect('web', '172.27.0.2:50002', '172.27.0.1:8080'),
        connect('outside', '10.72.0.2:50003', '10.72.0.1:8080'),
        connect('app', '172.27.0.3:50004', '172.27.0.2:80'),
        udp('app', '172.27.0.3:50005', '172.27.0.1:8053', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('outside', '10.72.0.2:50006', '10.72.0.1:8053', { count: 2, dies: 'filter/FORWARD policy' }),
        icmp('app', '172.27.0.3', '10.72.0.2:95', { count: 2 }),
      ],
    },
    b: {
      notes:
        'Without br_netfilter; the host itself uses the published port; one container may not reach the other.',
      ...containers,
      listeners,
      sysctls: [
        'net.bridge.bridge-nf-call-iptables=0',
        'net.ipv4.conf.all.send_redirects=0',
        'net.ipv4.conf.docker7.send_redirects=0',
      ],
      rules: `${nat}
*filter
:FORWARD DROP [0:0]
:ISOLATE - [0:0]
-A FORWARD -j ISOLATE
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i docker7 -j ACCEPT
-A FORWARD -o docker7 -m conntrack --ctstate DNAT -j ACCEPT
-A ISOLATE -s 172.27.0.3/32 -d 172.27.0.2/32 -j DROP
-A ISOLATE -j RETURN
COMMIT`,
      probes: [
        connect('web', '172.27.0.2:50001', '172.27.0.1:8080'),
        udp('app', '172.27.0.3:50002', '172.27.0.1:8053', { count: 2, dies: 'filter/ISOLATE 1' }),
        connect('outside', '10.72.0.2:50003', '10.72.0.1:8080'),
        connect('router', '10.72.0.1:50004', '10.72.0.1:8080'),
        icmp('web', '172.27.0.2', '10.72.0.2:96', { count: 2 }),
      ],
    },
    c: {
      notes:
        'The kernel wants to send redirects for packets that leave by the bridge that they came in by; nat drops them in OUTPUT.',
      ...containers,
      listeners,
      sysctls: ['net.bridge.bridge-nf-call-iptables=0'],
      rules: `${nat}
*filter
:FORWARD ACCEPT [0:0]
COMMIT`,
      probes: [udp('app', '172.27.0.3:50001', '172.27.0.1:8053')],
      stillborn: ['172.27.0.2', '172.27.0.3'].map((dst) => ({
        flow: { proto: 'icmp', src: '172.27.0.1', dst, type: 5 },
        count: 1,
        dies: 'nat-failure' as const,
      })),
    },
  },
};
