import { connect, tcp, udp } from '../probes.ts';
import type { Scenario, Variant } from '../scenario.ts';

const docker: Pick<Variant, 'links' | 'bridges' | 'listeners'> = {
  bridges: [
    { dev: 'docker7', addresses: ['172.27.0.1/24'] },
    { dev: 'br-7c1', addresses: ['172.28.0.1/24'] },
  ],
  links: [
    {
      dev: 'veth7a',
      peer: 'web',
      peerAddresses: ['172.27.0.2/24'],
      gateway: '172.27.0.1',
      bridge: 'docker7',
    },
    { dev: 'veth7c', peer: 'db', peerAddresses: ['172.28.0.2/24'], gateway: '172.28.0.1', bridge: 'br-7c1' },
    {
      dev: 'ens7',
      addresses: ['10.72.0.1/24'],
      peer: 'outside',
      peerAddresses: ['10.72.0.2/24'],
      gateway: '10.72.0.1',
    },
  ],
  listeners: [
    { on: 'web', protocol: 'tcp', port: 80 },
    { on: 'web', protocol: 'udp', port: 53 },
  ],
};

const nat = `
*nat
:PREROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.27.0.0/24 ! -o docker7 -j MASQUERADE
-A POSTROUTING -s 172.28.0.0/24 ! -o br-7c1 -j MASQUERADE
-A DOCKER -i docker7 -j RETURN
-A DOCKER ! -i docker7 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.27.0.2:80
-A DOCKER ! -i docker7 -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.27.0.2:81
-A DOCKER ! -i docker7 -p udp -m udp --dport 8053 -j DNAT --to-destination 172.27.0.2:53
COMMIT`;

export const dockerDnat: Scenario = {
  title: 'Published ports of containers',
  variants: {
    a: {
      notes:
        'The rule that should accept the published port is missing for one of them; two bridges are kept apart.',
      ...docker,
      rules: `${nat}
*filter
:FORWARD DROP [0:0]
:DOCKER - [0:0]
:DOCKER-ISOLATION-STAGE-1 - [0:0]
:DOCKER-ISOLATION-STAGE-2 - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-ISOLATION-STAGE-1
-A FORWARD -o docker7 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o docker7 -j DOCKER
-A FORWARD -i docker7 ! -o docker7 -j ACCEPT
-A FORWARD -o br-7c1 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o br-7c1 -j DOCKER
-A FORWARD -i br-7c1 ! -o br-7c1 -j ACCEPT
-A DOCKER -d 172.27.0.2/32 ! -i docker7 -o docker7 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER -d 172.27.0.2/32 ! -i docker7 -o docker7 -p udp -m udp --dport 53 -j ACCEPT
-A DOCKER-ISOLATION-STAGE-1 -i docker7 ! -o docker7 -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-1 -i br-7c1 ! -o br-7c1 -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-1 -j RETURN
-A DOCKER-ISOLATION-STAGE-2 -o docker7 -j DROP
-A DOCKER-ISOLATION-STAGE-2 -o br-7c1 -j DROP
-A DOCKER-ISOLATION-STAGE-2 -j RETURN
-A DOCKER-USER -j RETURN
COMMIT`,
      probes: [
        connect('outside', '10.72.0.2:51001', '10.72.0.1:8080'),
        tcp('outside', '10.72.0.2:51002', '10.72.0.1:8081', { count: 2, dies: 'filter/FORWARD policy' }),
        udp('outside', '10.72.0.2:51003', '10.72.0.1:8053', { count: 2 }),
        tcp('db', '172.28.0.2:51004', '172.27.0.2:80', {
          count: 2,
          dies: 'filter/DOCKER-ISOLATION-STAGE-2 1',
        }),
        connect('db', '172.28.0.2:51005', '10.72.0.2:80'),
      ],
    },
    b: {
      notes:
        'Userspace owns mangle and security too; the published port works only from one network, and is rejected in raw for another.',
      ...docker,
      raw: [
        '-A PREROUTING -d 10.72.0.1/32 -p tcp -m tcp --dport 8090 -j DROP',
        '-A PREROUTING -s 10.72.0.2/32 -p udp -m udp --dport 99 -j NOTRACK',
      ],
      rules: `
*mangle
:PREROUTING ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
-A FORWARD -p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
COMMIT
${nat.trim()}
*filter
:FORWARD ACCEPT [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A DOCKER-USER -m conntrack --ctstate INVALID,UNTRACKED -j DROP
-A DOCKER-USER -i ens7 -m conntrack --ctorigdstport 8081 --ctdir ORIGINAL -j REJECT --reject-with icmp-admin-prohibited
-A DOCKER-USER -m comment --comment "nothing else" -j RETURN
COMMIT
*security
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m udp --dport 53 -m length --length 100:65535 -j DROP
COMMIT`,
      trace: { out: false },
      probes: [
        connect('outside', '10.72.0.2:51001', '10.72.0.1:8080'),
        tcp('outside', '10.72.0.2:51002', '10.72.0.1:8081', { count: 2, dies: 'filter/DOCKER-USER 2' }),
        udp('outside', '10.72.0.2:51003', '10.72.0.1:8053', { count: 2 }),
        udp('outside', '10.72.0.2:51004', '10.72.0.1:8053', {
          count: 2,
          payload: 200,
          dies: 'security/FORWARD 1',
        }),
        tcp('outside', '10.72.0.2:51005', '10.72.0.1:8090', { dies: 'raw/PREROUTING 2' }),
        udp('outside', '10.72.0.2:51006', '172.27.0.2:99', { count: 2, dies: 'filter/DOCKER-USER 1' }),
      ],
    },
  },
};
