import { connect, icmp, tcp, udp } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { twoNetworks } from './two-networks.ts';

export const nft: Scenario = {
  title: 'Rulesets of nft in several families, with sets, maps and priorities of their own',
  variants: {
    a: {
      notes:
        'Base chains of ip and inet tables on the same hooks by priority; anonymous and named sets, verdict maps, reject, a policy.',
      ...twoNetworks,
      backend: 'nft',
      listeners: [
        { on: 'server', protocol: 'tcp', port: 80 },
        { on: 'router', protocol: 'udp', port: 53 },
      ],
      rules: `
table ip mark_it {
  chain early { type filter hook prerouting priority mangle; policy accept; udp dport 7000-7010 counter meta mark set 0x7; }
  chain late { type filter hook forward priority 10; policy accept; udp dport 7005 counter drop; counter; }
}
table ip nat {
  chain pre { type nat hook prerouting priority dstnat; policy accept; ip daddr 10.71.0.1 tcp dport 8080 counter dnat to 10.72.0.2:80; }
  chain post { type nat hook postrouting priority srcnat; policy accept; oifname "wan7" ip saddr 10.71.0.0/24 counter masquerade; }
}
table inet filter {
  set blocked { type ipv4_addr; flags interval; elements = { 10.71.0.66, 192.0.2.0/24 } }
  set allow { type ipv4_addr . inet_service; elements = { 10.72.0.2 . 22, 10.72.0.2 . 443 } }
  map ports { type inet_service : verdict; elements = { 53 : jump dns, 123 : drop, 7000 : accept, 7005 : accept, 514 : goto syslog } }
  chain input { type filter hook input priority filter; policy drop; ct state established,related counter accept; udp dport 53 counter accept; icmp type echo-request counter accept; }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related counter accept
    ct state invalid counter drop
    ip saddr @blocked counter drop
    tcp dport { 25, 465 } counter reject with tcp reset
    ct status dnat counter jump dnated
    ip daddr . tcp dport @allow counter accept
    udp dport vmap @ports
    icmp type echo-request counter accept
  }
  chain dnated { tcp dport 80 counter accept; counter return; }
  chain dns { ip daddr 10.72.0.9 counter accept; counter return; }
  chain syslog { udp length 8-60 counter drop; }
}`,
      probes: [
        connect('client', '10.71.0.2:41001', '10.71.0.1:8080'),
        tcp('client', '10.71.0.2:41002', '10.72.0.2:25', { count: 2, dies: 'filter/forward 4' }),
        tcp('client', '10.71.0.2:41003', '10.72.0.2:8443', { count: 2, dies: 'filter/forward policy' }),
        udp('client', '10.71.0.2:41004', '10.72.0.2:53', { count: 2, dies: 'filter/forward policy' }),
        udp('client', '10.71.0.2:41005', '10.72.0.2:123', { count: 2, dies: 'filter/forward 7' }),
        udp('client', '10.71.0.2:41006', '10.72.0.2:7000', { count: 2 }),
        udp('client', '10.71.0.2:41007', '10.72.0.2:7005', { count: 2, dies: 'mark_it/late 1' }),
        udp('client', '10.71.0.2:41008', '10.72.0.2:514', { count: 2, payload: 10, dies: 'filter/syslog 1' }),
        udp('client', '10.71.0.2:41009', '10.71.0.1:53', { count: 2 }),
        udp('client', '10.71.0.2:41010', '10.71.0.1:161', { count: 2, dies: 'filter/input policy' }),
        icmp('client', '10.71.0.2', '10.72.0.2:71', { count: 2 }),
        icmp('client', '10.71.0.2', '10.71.0.1:72', { count: 2 }),
        icmp('router', '10.71.0.1', '10.71.0.2:73', { count: 1 }),
      ],
    },
    b: {
      notes:
        'Tables of bridge, ip and inet see the same frames, with br_netfilter; bridged, routed and local packets.',
      bridges: [{ dev: 'virbr7', addresses: ['10.75.0.1/24'] }],
      links: [
        {
          dev: 'vnet7',
          peer: 'vm1',
          peerAddresses: ['10.75.0.11/24'],
          gateway: '10.75.0.1',
          bridge: 'virbr7',
        },
        {
          dev: 'vnet8',
          peer: 'vm2',
          peerAddresses: ['10.75.0.12/24'],
          gateway: '10.75.0.1',
          bridge: 'virbr7',
        },
        {
          dev: 'ens7',
          addresses: ['10.72.0.1/24'],
          peer: 'outside',
          peerAddresses: ['10.72.0.2/24'],
          gateway: '10.72.0.1',
        },
      ],
      backend: 'nft',
      sysctls: ['net.bridge.bridge-nf-call-iptables=1'],
      trace: { out: false },
      tracingTable: `
table bridge lab_trace {
  chain incoming { type filter hook prerouting priority -400; meta protocol ip counter meta nftrace set 1; }
}
table inet lab_trace {
  chain routed { type filter hook prerouting priority raw - 50; iifname "ens7" counter meta nftrace set 1; }
}`,
      rules: `
table bridge filter {
  chain forward {
    type filter hook forward priority -200; policy accept;
    ip protocol udp udp dport 7001 counter drop
  }
}
table ip mangle {
  chain pre { type filter hook prerouting priority mangle; policy accept; udp dport 7003 counter meta mark set 0x3; }
}
table inet firewalld {
  chain filter_FORWARD {
    type filter hook forward priority filter + 10; policy accept;
    ct state established,related counter accept
    udp dport 7002 counter drop
    meta mark 0x3 counter reject
  }
}`,
      probes: [
        udp('vm1', '10.75.0.11:50001', '10.75.0.12:7000', { count: 2 }),
        udp('vm1', '10.75.0.11:50002', '10.75.0.12:7001', { count: 2, dies: 'filter/forward 1' }),
        udp('vm1', '10.75.0.11:50003', '10.75.0.12:7002', { count: 2, dies: 'firewalld/filter_FORWARD 2' }),
        udp('vm1', '10.75.0.11:50004', '10.72.0.2:7002', { count: 2, dies: 'firewalld/filter_FORWARD 2' }),
        udp('vm1', '10.75.0.11:50005', '10.72.0.2:7003', { count: 2, dies: 'firewalld/filter_FORWARD 3' }),
        icmp('outside', '10.72.0.2', '10.75.0.11:110', { count: 2 }),
        icmp('vm1', '10.75.0.11', '10.75.0.1:111', { count: 2 }),
      ],
    },
    c: {
      notes:
        "The host's own packets, over lo too; inet nat in all directions, calls of calls, a chain without rules, a late drop in postrouting.",
      ...twoNetworks,
      backend: 'nft',
      ip: ['route add 10.99.0.0/24 via 10.72.0.2'],
      listeners: [
        { on: 'server', protocol: 'tcp', port: 80 },
        { on: 'router', protocol: 'udp', port: 53 },
      ],
      rules: `
table inet nat {
  chain out { type nat hook output priority -100; policy accept; ip daddr 10.99.0.1 tcp dport 80 counter dnat ip to 10.72.0.2:80; }
  chain post { type nat hook postrouting priority srcnat; policy accept; udp dport 7100 counter snat ip to 10.72.0.1:9999; }
}
table inet own {
  chain output {
    type filter hook output priority filter; policy accept;
    meta l4proto udp counter jump first
    meta l4proto { tcp, icmp } counter goto last
  }
  chain first { counter jump second; udp dport 7101 counter drop; }
  chain second { udp dport 7102 counter return; udp dport 7103 counter accept; }
  chain last { tcp flags & (fin|syn|rst|ack) == syn tcp dport 81 counter drop; }
  chain empty { type filter hook postrouting priority 0; policy accept; }
  chain late { type filter hook postrouting priority 200; policy accept; udp dport 7104 counter drop; }
}`,
      probes: [
        connect('router', '10.72.0.1:44001', '10.99.0.1:80'),
        udp('router', '10.72.0.1:44002', '10.72.0.2:7101', { count: 2, dies: 'own/first 2' }),
        udp('router', '10.72.0.1:44003', '10.72.0.2:7102', { count: 2 }),
        udp('router', '10.72.0.1:44004', '10.72.0.2:7103', { count: 2 }),
        udp('client', '10.71.0.2:44005', '10.72.0.2:7104', { count: 2, dies: 'own/late 1' }),
        udp('client', '10.71.0.2:44006', '10.72.0.2:7100', { count: 1 }),
        tcp('router', '10.72.0.1:44007', '10.72.0.2:81', { count: 1, dies: 'own/last 1' }),
        udp('client', '10.71.0.2:44008', '198.51.100.7:53', { count: 2, dies: 'no-route' }),
        icmp('router', '10.71.0.1', '10.71.0.1:78', { count: 1 }),
      ],
    },
  },
};
