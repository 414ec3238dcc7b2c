import { echo, toServer } from './client-and-server.ts';
import type { Situation } from './situation.ts';

const web = toServer('tcp', 80, { count: 3 });
const dns = toServer('udp', 53);
const ssh = toServer('tcp', 22);

/** Rules that programs keep. */
export const ownerSituations: Readonly<Record<string, Situation>> = {
  'docker: a published port': {
    rules: {
      legacy: `*nat
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A DOCKER ! -i wan6 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.62.0.2:80
COMMIT
*filter
:FORWARD DROP [0:0]
:DOCKER - [0:0]
:DOCKER-ISOLATION-STAGE-1 - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-ISOLATION-STAGE-1
-A FORWARD -o wan6 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o wan6 -j DOCKER
-A FORWARD -i wan6 ! -o wan6 -j ACCEPT
-A DOCKER -d 10.62.0.3/32 ! -i wan6 -o wan6 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER-ISOLATION-STAGE-1 -j RETURN
-A DOCKER-USER -j RETURN
COMMIT`,
    },
    dead: toServer('tcp', 8080, { dst: '10.61.0.1', count: 3 }),
    controls: [toServer('tcp', 80, { dst: '10.62.0.3' }), ssh, dns],
    fix: ['iptables -I DOCKER-USER 1 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  "docker: the user's own drop": {
    rules: {
      legacy: `*filter
:FORWARD DROP [0:0]
:DOCKER - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -o wan6 -j DOCKER
-A DOCKER -d 10.62.0.0/24 ! -i wan6 -o wan6 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER-USER -i lan6 ! -s 10.61.0.3/32 -j DROP
-A DOCKER-USER -j RETURN
COMMIT`,
    },
    dead: web,
    controls: [{ ...toServer('tcp', 80), src: '10.61.0.3' }, ssh, dns],
    fix: ['iptables -I DOCKER-USER 1 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'calico: a NetworkPolicy': {
    rules: {
      legacy: `*filter
:cali-FORWARD - [0:0]
:cali-from-wl-dispatch - [0:0]
:cali-to-wl-dispatch - [0:0]
:cali-tw-wan6 - [0:0]
:cali-pi-_web - [0:0]
-A FORWARD -m comment --comment "cali:wUHhoiAYhphO9Mso" -j cali-FORWARD
-A cali-FORWARD -m comment --comment "cali:vjrMJCRpqwy5oRoX" -j MARK --set-xmark 0x0/0xe0000
-A cali-FORWARD -o wan6 -m comment --comment "cali:9RJPIqLzQ0iXPvXF" -j cali-to-wl-dispatch
-A cali-FORWARD -m comment --comment "Policy explicitly accepted packet." -m mark --mark 0x10000/0x10000 -j ACCEPT
-A cali-to-wl-dispatch -o wan6 -m comment --comment "cali:a" -g cali-tw-wan6
-A cali-tw-wan6 -m comment --comment "cali:b" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A cali-tw-wan6 -m comment --comment "cali:c" -j MARK --set-xmark 0x0/0x10000
-A cali-tw-wan6 -m comment --comment "Start of policies" -j MARK --set-xmark 0x0/0x20000
-A cali-tw-wan6 -m comment --comment "cali:d" -m mark --mark 0x0/0x20000 -j cali-pi-_web
-A cali-tw-wan6 -m comment --comment "Return if policy accepted" -m mark --mark 0x10000/0x10000 -j RETURN
-A cali-tw-wan6 -m comment --comment "Drop if no policies passed packet" -m mark --mark 0x0/0x20000 -j DROP
-A cali-pi-_web -p tcp -m comment --comment "Policy shop/knp.default.allow-web ingress" -m tcp --dport 443 -j MARK --set-xmark 0x10000/0x10000
COMMIT`,
    },
    dead: web,
    controls: [toServer('tcp', 443), ssh, dns],
    fix: ['iptables -I FORWARD 1 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'ufw: a port of the host': {
    rules: {
      legacy: `*filter
:INPUT DROP [0:0]
:ufw-before-input - [0:0]
:ufw-user-input - [0:0]
:ufw-after-input - [0:0]
-A INPUT -j ufw-before-input
-A INPUT -j ufw-after-input
-A ufw-before-input -i lo -j ACCEPT
-A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw-before-input -m conntrack --ctstate INVALID -j DROP
-A ufw-before-input -p icmp -m icmp --icmp-type 8 -j ACCEPT
-A ufw-before-input -j ufw-user-input
-A ufw-user-input -p tcp -m tcp --dport 22 -j ACCEPT
COMMIT`,
    },
    dead: { ...web, dst: '10.61.0.1' },
    controls: [{ ...ssh, dst: '10.61.0.1' }, { ...dns, dst: '10.61.0.1' }, echo({ dst: '10.61.0.1' })],
    fix: ['iptables -I INPUT 1 -p tcp -d 10.61.0.1/32 --dport 80 -j ACCEPT'],
  },
  'ufw: forwarded': {
    rules: {
      legacy: `*filter
:FORWARD DROP [0:0]
:ufw-before-forward - [0:0]
:ufw-user-forward - [0:0]
-A FORWARD -j ufw-before-forward
-A ufw-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw-before-forward -p icmp -m icmp --icmp-type 8 -j ACCEPT
-A ufw-before-forward -j ufw-user-forward
COMMIT`,
    },
    dead: web,
    controls: [echo(), ssh, dns],
    fix: ['iptables -I FORWARD 1 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'firewalld: a zone, of iptables': {
    rules: {
      legacy: `*filter
:INPUT_ZONES - [0:0]
:IN_public - [0:0]
:IN_public_allow - [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT
-A INPUT -i lo -j ACCEPT
-A INPUT -j INPUT_ZONES
-A INPUT -m conntrack --ctstate INVALID -j DROP
-A INPUT -j REJECT --reject-with icmp-host-prohibited
-A INPUT_ZONES -i lan6 -g IN_public
-A INPUT_ZONES -g IN_public
-A IN_public -j IN_public_allow
-A IN_public -p icmp -j ACCEPT
-A IN_public_allow -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW,UNTRACKED -j ACCEPT
COMMIT`,
    },
    dead: { ...web, dst: '10.61.0.1' },
    controls: [{ ...ssh, dst: '10.61.0.1' }, { ...dns, dst: '10.61.0.1' }, echo({ dst: '10.61.0.1' })],
    fix: ['iptables -I INPUT 3 -p tcp -d 10.61.0.1/32 --dport 80 -j ACCEPT'],
  },
  'firewalld: a zone, of nft': {
    rules: {
      nft: `table inet firewalld {
 chain filter_INPUT {
  type filter hook input priority filter + 10; policy accept;
  ct state { established, related } accept
  ct status dnat accept
  iifname "lo" accept
  ct state invalid drop
  jump filter_INPUT_ZONES
  reject with icmpx admin-prohibited
 }
 chain filter_INPUT_ZONES {
  iifname "lan6" goto filter_IN_public
  goto filter_IN_public
 }
 chain filter_IN_public {
  jump filter_IN_public_allow
  meta l4proto { icmp, ipv6-icmp } accept
 }
 chain filter_IN_public_allow {
  tcp dport 22 accept
 }
}`,
    },
    dead: { ...web, dst: '10.61.0.1' },
    controls: [{ ...ssh, dst: '10.61.0.1' }, { ...dns, dst: '10.61.0.1' }, echo({ dst: '10.61.0.1' })],
    fix: ['nft insert rule inet firewalld filter_INPUT position 10 ip daddr 10.61.0.1 tcp dport 80 accept'],
  },
  'libvirt: an isolated network': {
    rules: {
      legacy: `*filter
:LIBVIRT_FWI - [0:0]
:LIBVIRT_FWO - [0:0]
:LIBVIRT_FWX - [0:0]
-A FORWARD -j LIBVIRT_FWX
-A FORWARD -j LIBVIRT_FWI
-A FORWARD -j LIBVIRT_FWO
-A LIBVIRT_FWI -o wan6 -j REJECT --reject-with icmp-port-unreachable
-A LIBVIRT_FWO -i wan6 -j REJECT --reject-with icmp-port-unreachable
-A LIBVIRT_FWX -i wan6 -o wan6 -j ACCEPT
COMMIT`,
    },
    dead: web,
    controls: [ssh, dns, echo({ dst: '10.61.0.1' })],
    fix: ['iptables -I FORWARD 1 -p tcp -d 10.62.0.2/32 --dport 80 -j ACCEPT'],
  },
  'kube-proxy: a Service without endpoints': {
    rules: {
      legacy: `*filter
:KUBE-FORWARD - [0:0]
:KUBE-SERVICES - [0:0]
-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
-A KUBE-SERVICES -d 10.62.0.2/32 -p tcp -m comment --comment "shop/web:http has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable
COMMIT`,
    },
    dead: web,
    controls: [ssh, dns],
    fix: [],
    says: 'the Service shop/web:http has no endpoints',
  },
};
