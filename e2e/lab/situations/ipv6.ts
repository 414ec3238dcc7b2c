import { echo, inIpv6, toServer } from './client-and-server.ts';
import type { Situation } from './situation.ts';

const web = toServer('tcp', 80, { ...inIpv6, count: 3 });
const dns = toServer('udp', 53, inIpv6);
const ping = echo({ ...inIpv6, kind: 'icmpv6' });
const icmp = '-A FORWARD -p ipv6-icmp -j ACCEPT';

/** The same of IPv6. */
export const ipv6Situations: Readonly<Record<string, Situation>> = {
  'IPv6: policy of FORWARD': {
    family: 'ipv6',
    rules: { legacy6: `*filter\n:FORWARD DROP [0:0]\n${icmp}\nCOMMIT` },
    dead: web,
    controls: [dns, ping],
    fix: ['ip6tables -A FORWARD -p tcp -d 2001:db8:62::2/128 --dport 80 -j ACCEPT'],
  },
  'IPv6: echo requests': {
    family: 'ipv6',
    rules: {
      legacy6:
        '*filter\n-A FORWARD -p tcp -j ACCEPT\n-A FORWARD -p ipv6-icmp -m icmp6 --icmpv6-type 128 -j DROP\nCOMMIT',
    },
    dead: { ...ping, count: 3 },
    controls: [dns, toServer('tcp', 80, inIpv6)],
    fix: ['ip6tables -I FORWARD 2 -p icmpv6 -d 2001:db8:62::2/128 --icmpv6-type 128 -j ACCEPT'],
  },
  'IPv6: blackhole': {
    family: 'ipv6',
    rules: { legacy6: `*filter\n${icmp}\nCOMMIT` },
    ip: ['-6 route add blackhole 2001:db8:62::2'],
    dead: web,
    controls: [toServer('udp', 53, { ...inIpv6, dst: '2001:db8:62::3' })],
    fix: ['ip -6 route del blackhole 2001:db8:62::2/128'],
  },
  'IPv6: no route': {
    family: 'ipv6',
    rules: { legacy6: `*filter\n${icmp}\nCOMMIT` },
    ip: [
      '-6 route del 2001:db8:62::/64 dev wan6',
      '-6 route add 2001:db8:62::2 dev wan6',
      '-6 route add 2001:db8:66::/64 via 2001:db8:62::2',
    ],
    dead: { ...web, dst: '2001:db8:62::3' },
    controls: [dns],
    fix: ['ip -6 route add 2001:db8:62::3/128 via 2001:db8:62::2 dev wan6'],
  },
  'IPv6: forwarding off': {
    family: 'ipv6',
    rules: { legacy6: `*filter\n${icmp}\nCOMMIT` },
    sysctls: ['net.ipv6.conf.all.forwarding=0'],
    dead: web,
    controls: [{ ...dns, dst: '2001:db8:61::1' }],
    fix: ['sysctl -w net.ipv6.conf.all.forwarding=1'],
  },
  'IPv6: policy of nft': {
    family: 'ipv6',
    rules: {
      nft: 'table inet fw {\n chain forward {\n  type filter hook forward priority 0; policy drop;\n  udp dport 53 accept\n  meta l4proto ipv6-icmp accept\n }\n}',
    },
    dead: web,
    controls: [dns, ping],
    fix: ['nft add rule inet fw forward ip6 daddr 2001:db8:62::2 tcp dport 80 accept'],
  },
};
