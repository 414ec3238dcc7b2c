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
  },
};
