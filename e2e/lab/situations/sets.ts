import { echo, toServer } from './client-and-server.ts';
import type { Situation } from './situation.ts';

const web = toServer('tcp', 80, { count: 3 });
const dns = toServer('udp', 53);
const ssh = toServer('tcp', 22);
const other = toServer('tcp', 80, { dst: '10.62.0.3', sport: 41080 });

/** Sets, intervals and maps that lack an element, or have one too many. */
export const setSituations: Readonly<Record<string, Situation>> = {
  'an ipset that lacks the server': {
    sets: 'create web hash:ip family inet\nadd web 10.62.0.3\n',
    rules: {
      legacy:
        '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -p tcp -m set --match-set web dst -j ACCEPT\nCOMMIT',
    },
    dead: web,
    controls: [dns, other, echo()],
    fix: ['ipset add web 10.62.0.2'],
  },
  'an ipset of addresses and ports': {
    sets: 'create web hash:ip,port family inet\nadd web 10.62.0.2,tcp:22\n',
    rules: {
      legacy:
        '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -m set --match-set web dst,dst -j ACCEPT\nCOMMIT',
    },
    dead: web,
    controls: [dns, ssh, other],
    fix: ['ipset add web 10.62.0.2,tcp:80'],
  },
  'an ipset of networks': {
    sets: 'create nets hash:net family inet\nadd nets 10.62.0.0/24\nadd nets 10.62.0.2/32 nomatch\n',
    rules: {
      legacy:
        '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -p tcp -m set --match-set nets dst -j ACCEPT\nCOMMIT',
    },
    dead: web,
    controls: [dns, other, echo()],
    fix: ['ipset del nets 10.62.0.2'],
  },
  'a blocklist that has the client': {
    sets: 'create blocked hash:ip family inet\nadd blocked 10.61.0.2\nadd blocked 10.61.0.3\n',
    rules: {
      legacy:
        '*filter\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -m set --match-set blocked src -j DROP\nCOMMIT',
    },
    dead: web,
    controls: [dns, { ...ssh, src: '10.61.0.3' }],
    fix: ['ipset del blocked 10.61.0.2'],
  },
  'an nft set that lacks the port': {
    rules: {
      nft: 'table inet fw {\n set open { type inet_service; elements = { 22, 443 } }\n chain forward {\n  type filter hook forward priority 0; policy drop;\n  udp dport 53 accept\n  tcp dport @open accept\n }\n}',
    },
    dead: web,
    controls: [dns, ssh, echo()],
    fix: ["nft 'add element inet fw open { 80 }'"],
  },
  'an nft set with intervals': {
    rules: {
      nft: 'table ip fw {\n set servers { type ipv4_addr; flags interval; elements = { 10.62.0.3-10.62.0.9, 10.63.0.0/16 } }\n chain forward {\n  type filter hook forward priority 0; policy drop;\n  udp dport 53 accept\n  meta l4proto tcp ip daddr @servers accept\n }\n}',
    },
    dead: web,
    controls: [dns, other, echo()],
    fix: ["nft 'add element ip fw servers { 10.62.0.2 }'"],
  },
  'an nft set of addresses and ports': {
    rules: {
      nft: 'table ip fw {\n set services { type ipv4_addr . inet_service; elements = { 10.62.0.2 . 22, 10.62.0.3 . 80 } }\n chain forward {\n  type filter hook forward priority 0; policy drop;\n  udp dport 53 accept\n  ip daddr . tcp dport @services accept\n }\n}',
    },
    dead: web,
    controls: [dns, ssh, other],
    fix: ["nft 'add element ip fw services { 10.62.0.2 . 80 }'"],
  },
  'an nft verdict map that lacks the port': {
    rules: {
      nft: 'table ip fw {\n map ports { type inet_service : verdict; elements = { 22 : accept, 25 : drop } }\n chain forward {\n  type filter hook forward priority 0; policy drop;\n  udp dport 53 accept\n  tcp dport vmap @ports\n }\n}',
    },
    dead: web,
    controls: [dns, ssh, toServer('tcp', 25)],
    fix: ["nft 'add element ip fw ports { 80 : accept }'"],
  },
  'an nft verdict map that drops the port': {
    rules: {
      nft: 'table ip fw {\n map ports { type inet_service : verdict; elements = { 22 : accept, 80 : drop } }\n chain forward {\n  type filter hook forward priority 0; policy accept;\n  udp dport 53 accept\n  tcp dport vmap @ports\n }\n}',
    },
    dead: web,
    controls: [dns, ssh, echo()],
    fix: ['nft insert rule ip fw forward position 4 ip daddr 10.62.0.2 tcp dport 80 accept'],
  },
};
