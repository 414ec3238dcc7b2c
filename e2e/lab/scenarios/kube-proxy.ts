import { connect, udp } from '../probes.ts';
import type { Scenario, Variant } from '../scenario.ts';

/** A node with two pods, each on a wire of its own, and the network of the nodes. */
const node: Pick<Variant, 'links' | 'listeners' | 'ip'> = {
  links: [
    {
      dev: 'cali71',
      addresses: ['169.254.71.1/32'],
      peer: 'pod1',
      peerAddresses: ['10.244.1.11/24'],
      gateway: '10.244.1.1',
    },
    {
      dev: 'cali72',
      addresses: ['169.254.72.1/32'],
      peer: 'pod2',
      peerAddresses: ['10.244.1.12/24'],
      gateway: '10.244.1.1',
    },
    {
      dev: 'ens7',
      addresses: ['10.72.0.1/24'],
      peer: 'outside',
      peerAddresses: ['10.72.0.2/24'],
      gateway: '10.72.0.1',
    },
  ],
  ip: [
    'addr add 10.244.1.1/32 dev cali71',
    'route add 10.244.1.11 dev cali71',
    'route add 10.244.1.12 dev cali72',
    'addr add 10.244.1.1/32 dev cali72',
  ],
  listeners: [
    { on: 'pod1', protocol: 'udp', port: 53 },
    { on: 'pod2', protocol: 'udp', port: 53 },
    { on: 'pod2', protocol: 'tcp', port: 80 },
  ],
};

const services = `
*nat
:PREROUTING ACCEPT [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-SERVICES - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-SVC-DNS - [0:0]
:KUBE-SEP-DNS1 - [0:0]
:KUBE-SEP-DNS2 - [0:0]
:KUBE-SVC-WEB - [0:0]
:KUBE-SEP-WEB - [0:0]
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0
-A KUBE-POSTROUTING -j MASQUERADE --random-fully
-A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m udp --dport 53 -j KUBE-SVC-DNS
-A KUBE-SERVICES -d 10.96.0.20/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-WEB
-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
-A KUBE-NODEPORTS -p tcp -m tcp --dport 30080 -j KUBE-SVC-WEB
-A KUBE-SVC-DNS ! -s 10.244.0.0/16 -d 10.96.0.10/32 -p udp -j KUBE-MARK-MASQ
-A KUBE-SVC-DNS -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-DNS1
-A KUBE-SVC-DNS -j KUBE-SEP-DNS2
-A KUBE-SEP-DNS1 -s 10.244.1.11/32 -j KUBE-MARK-MASQ
-A KUBE-SEP-DNS1 -p udp -m udp -j DNAT --to-destination 10.244.1.11:53
-A KUBE-SEP-DNS2 -s 10.244.1.12/32 -j KUBE-MARK-MASQ
-A KUBE-SEP-DNS2 -p udp -m udp -j DNAT --to-destination 10.244.1.12:53
-A KUBE-SVC-WEB ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ
-A KUBE-SVC-WEB -j KUBE-SEP-WEB
-A KUBE-SEP-WEB -p tcp -m tcp -j DNAT --to-destination 10.244.1.12:80
COMMIT`;

export const kubeProxy: Scenario = {
  title: 'Services as kube-proxy makes them',
  variants: {
    a: {
      sysctls: ['net.ipv4.conf.all.send_redirects=0', 'net.ipv4.conf.cali71.send_redirects=0'],
      notes:
        'A backend is drawn by lot; outside traffic is marked and masqueraded; a service without endpoints is rejected.',
      ...node,
      rules: `${services}
*filter
:FORWARD ACCEPT [0:0]
:KUBE-FORWARD - [0:0]
:KUBE-SERVICES - [0:0]
-A FORWARD -m conntrack --ctstate NEW -j KUBE-SERVICES
-A FORWARD -j KUBE-FORWARD
-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
-A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT
-A KUBE-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A KUBE-SERVICES -d 10.96.0.30/32 -p tcp -m comment --comment "default/empty has no endpoints" -j REJECT --reject-with icmp-port-unreachable
COMMIT`,
      ip: [...(node.ip ?? []), 'route add 10.96.0.0/16 via 10.72.0.2'],
      probes: [
        ...Array.from({ length: 4 }, (_, i) =>
          udp('outside', `10.72.0.2:570${i}`, '10.96.0.10:53', { count: 2 }),
        ),
        udp('pod1', '10.244.1.11:57010', '10.96.0.10:53', { count: 2 }),
        connect('outside', '10.72.0.2:57011', '10.72.0.1:30080'),
        connect('pod1', '10.244.1.11:57012', '10.96.0.20:80'),
        connect('pod1', '10.244.1.11:57013', '10.96.0.30:80', { dies: 'filter/KUBE-SERVICES 1' }),
      ],
    },
    b: {
      notes: 'The node itself asks a service; the policy of FORWARD drops what kube-proxy did not mark.',
      ...node,
      ip: [...(node.ip ?? []), 'route add 10.96.0.0/16 dev ens7'],
      rules: `${services}
*filter
:FORWARD DROP [0:0]
-A FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
COMMIT`,
      probes: [
        connect('router', '10.72.0.1:57001', '10.96.0.20:80'),
        connect('outside', '10.72.0.2:57002', '10.72.0.1:30080'),
        connect('pod1', '10.244.1.11:57003', '10.96.0.20:80', { dies: 'filter/FORWARD policy' }),
        udp('outside', '10.72.0.2:57004', '10.244.1.12:53', { count: 2, dies: 'filter/FORWARD policy' }),
      ],
    },
  },
};
