import { toServer } from './client-and-server.ts';
import type { Situation } from './situation.ts';

const web = toServer('tcp', 80, { count: 3 });
const dns = toServer('udp', 53);

/** What conntrack and NAT remember. */
export const connectionSituations: Readonly<Record<string, Situation>> = {
  'INVALID, as the first packets took another way': {
    rules: {
      legacy:
        '*filter\n-A FORWARD -m conntrack --ctstate INVALID -j DROP\n-A FORWARD -p udp -j ACCEPT\nCOMMIT',
    },
    dead: toServer('tcp', 80, { flags: 0x12, count: 3 }),
    controls: [dns, toServer('tcp', 22)],
    fix: ['iptables -I FORWARD 1 -p tcp -d 10.62.0.2/32 --dport 80 -m conntrack --ctstate INVALID -j ACCEPT'],
  },
  'an old entry that keeps the old DNAT': {
    rules: {
      legacy:
        '*nat\n-A PREROUTING -d 10.61.0.1/32 -p udp -m udp --dport 5353 -j DNAT --to-destination 10.62.0.3:53\nCOMMIT\n*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT',
    },
    before: {
      probes: [toServer('udp', 5353, { dst: '10.61.0.1' })],
      then: [
        'iptables-legacy -t nat -R PREROUTING 1 -d 10.61.0.1 -p udp --dport 5353 -j DNAT --to-destination 10.62.0.2:53',
        'iptables-legacy -P FORWARD DROP',
        'iptables-legacy -A FORWARD -d 10.62.0.2 -j ACCEPT',
      ],
    },
    dead: toServer('udp', 5353, { dst: '10.61.0.1', count: 3 }),
    controls: [dns, toServer('udp', 53, { dst: '10.62.0.3', sport: 41053 })],
    fix: [
      'conntrack -D -p udp --orig-src 10.61.0.2 --orig-dst 10.61.0.1 --orig-port-src 45353 --orig-port-dst 5353',
    ],
  },
  'a DNAT target where nobody is': {
    rules: {
      legacy:
        '*nat\n-A PREROUTING -d 10.61.0.1/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.62.0.9:80\nCOMMIT',
    },
    dead: toServer('tcp', 8080, { dst: '10.61.0.1', count: 3 }),
    controls: [web, dns],
    fix: [
      'iptables -t nat -R PREROUTING 1 -d 10.61.0.1/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.62.0.2:80',
      'conntrack -D -p tcp --reply-src 10.62.0.9',
    ],
  },
  'ports of SNAT that are used up': {
    rules: {
      legacy:
        '*nat\n-A POSTROUTING -o wan6 -p udp -m udp --dport 514 -j SNAT --to-source 10.62.0.1:5000-5000\nCOMMIT',
    },
    before: { probes: [toServer('udp', 514, { sport: 41001 })], then: [] },
    dead: toServer('udp', 514, { count: 3 }),
    controls: [dns, web],
    fix: [
      'iptables -t nat -R POSTROUTING 1 -o wan6 -p udp -m udp --dport 514 -j SNAT --to-source 10.62.0.1:1024-65535',
    ],
  },
  'answers that are in another zone': {
    rules: {
      legacy:
        '*raw\n-A PREROUTING -i lan6 -j CT --zone 7\nCOMMIT\n*filter\n:FORWARD DROP [0:0]\n-A FORWARD -i lan6 -j ACCEPT\n-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT\nCOMMIT',
    },
    before: { probes: [dns], then: [] },
    dead: {
      kind: 'udp',
      from: 'server',
      src: '10.62.0.2',
      dst: '10.61.0.2',
      sport: 53,
      dport: 40053,
      count: 3,
    },
    controls: [web, dns],
    fix: ['iptables -A FORWARD -p udp -d 10.61.0.2/32 --dport 40053 -j ACCEPT'],
  },
};
