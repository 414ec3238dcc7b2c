import { echo, toServer } from './client-and-server.ts';
import type { Situation } from './situation.ts';

const web = toServer('tcp', 80, { count: 3 });
const dns = toServer('udp', 53);
const ssh = toServer('tcp', 22);

/** Rules and policies that let packets die. */
export const ruleSituations: Readonly<Record<string, Situation>> = {
  'policy of FORWARD': {
    rules: { legacy: '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p udp -j ACCEPT\nCOMMIT' },
    dead: web,
    controls: [dns, ssh, echo()],
    fix: ['iptables -A FORWARD -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'rule of a chain that FORWARD calls': {
    rules: {
      legacy:
        '*filter\n:GUESTS - [0:0]\n-A FORWARD -i lan6 -j GUESTS\n-A GUESTS -p udp -j RETURN\n-A GUESTS -p tcp -m multiport --dports 80,443 -j DROP\nCOMMIT',
    },
    dead: web,
    controls: [dns, ssh, toServer('tcp', 443)],
    fix: ['iptables -I GUESTS 2 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'REJECT at the end': {
    rules: {
      legacy:
        '*filter\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -j REJECT --reject-with icmp-host-prohibited\nCOMMIT',
    },
    dead: web,
    controls: [dns, ssh, echo()],
    fix: ['iptables -I FORWARD 2 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'an ACCEPT that stands after the DROP': {
    rules: {
      legacy:
        '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -s 10.61.0.0/24 -p tcp -j DROP\n-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT\nCOMMIT',
    },
    dead: web,
    controls: [dns, ssh, echo()],
    fix: ['iptables -I FORWARD 2 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'a port that INPUT closes': {
    rules: {
      legacy:
        '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT',
    },
    dead: { ...web, dst: '10.61.0.1' },
    controls: [{ ...ssh, dst: '10.61.0.1' }, { ...dns, dst: '10.61.0.1' }, ssh],
    fix: ['iptables -A INPUT -p tcp -d 10.61.0.1/32 --dport 80 -j ACCEPT'],
  },
  'owner match in OUTPUT': {
    rules: {
      legacy: '*filter\n-A OUTPUT -p udp -j ACCEPT\n-A OUTPUT -o wan6 -m owner --uid-owner 0 -j DROP\nCOMMIT',
    },
    dead: { ...web, from: 'router', src: '10.62.0.1' },
    controls: [
      { ...dns, from: 'router', src: '10.62.0.1' },
      { ...ssh, from: 'router', src: '10.62.0.1' },
      ssh,
    ],
    fix: ['iptables -I OUTPUT 2 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'a DROP in mangle, with filter open': {
    rules: {
      legacy:
        '*mangle\n-A PREROUTING -p tcp -m tcp --dport 80 -j DROP\nCOMMIT\n*filter\n-A FORWARD -p tcp --dport 25 -j DROP\nCOMMIT',
    },
    dead: web,
    controls: [dns, ssh, toServer('tcp', 25)],
    fix: ['iptables -t mangle -I PREROUTING 1 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'a limit that is used up': {
    rules: {
      legacy:
        '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -p tcp -m tcp --dport 80 -m limit --limit 1/hour --limit-burst 1 -j ACCEPT\nCOMMIT',
    },
    before: { probes: [web], then: [] },
    dead: web,
    controls: [dns, ssh],
    fix: ['iptables -A FORWARD -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'hashlimit that drops above its rate': {
    rules: {
      legacy:
        '*filter\n-A FORWARD -p tcp -m tcp --dport 80 -m hashlimit --hashlimit-above 1/hour --hashlimit-burst 1 --hashlimit-mode srcip --hashlimit-name web -j DROP\nCOMMIT',
    },
    before: { probes: [web], then: [] },
    dead: web,
    controls: [dns, ssh],
    fix: ['iptables -I FORWARD 1 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'rule of the other backend': {
    rules: {
      legacy:
        '*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p tcp -j ACCEPT\n-A FORWARD -p udp -j ACCEPT\nCOMMIT',
      translated:
        '*filter\n:FORWARD ACCEPT [0:0]\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -i lan6 -p tcp -m tcp --dport 80 -j DROP\nCOMMIT',
    },
    dead: web,
    controls: [dns, ssh, echo()],
    fix: ['iptables-nft -I FORWARD 2 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'policy of nft': {
    rules: {
      nft: 'table inet fw {\n chain forward {\n  type filter hook forward priority 0; policy drop;\n  udp dport 53 accept\n }\n}',
    },
    dead: web,
    controls: [dns, ssh, echo()],
    fix: ['nft add rule inet fw forward ip daddr 10.62.0.2 tcp dport 80 accept'],
  },
  'reject of nft': {
    rules: {
      nft: 'table inet fw {\n chain forward {\n  type filter hook forward priority 0; policy accept;\n  udp dport 53 accept\n  jump guests\n }\n chain guests {\n  iifname "lan6" meta l4proto tcp reject with icmpx admin-prohibited\n }\n}',
    },
    dead: web,
    controls: [dns, ssh, echo()],
    fix: ['nft insert rule inet fw guests position 5 ip daddr 10.62.0.2 tcp dport 80 accept'],
  },
};
