import type {
  Fix,
  FixedDeadEnd,
  FixedService,
  FixOpens,
  FixPersist,
  FixWhy,
  Unfixable,
} from '../../model/fix.ts';
import { summary } from './causes.ts';
import { counted } from './numbers.ts';
import { listed } from './lists.ts';
import { open as openWords } from './what-if.ts';

export const heading = 'What would let it pass';
export const noDeadEnd = 'No packet of the capture died.';
export const proven = 'Proven';
export const notProven = 'not certain';

/** `312 packets: Dropped by ...` */
export function deadEnd({ cause, packets }: FixedDeadEnd): string {
  return `${counted(packets, 'packet')}: ${summary(cause)}`;
}

export function owner(name: string): string {
  return `These rules are kept by ${name}.`;
}

/** One sentence: what a fix does to let the packets pass. */
export function why({ why: parts }: Pick<Fix, 'why'>): string {
  return parts.map(whyPart).join(' ');
}

function whyPart(of: FixWhy): string {
  switch (of.kind) {
    case 'accept':
      return `${of.answers === 'yes' ? 'Accepts the answers of that service' : 'Accepts that service'} before ${of.before === null ? `the policy of ${of.place}` : `the rule that ends it in ${of.place} (${of.before})`}.`;
    case 'move':
      return `Rule ${of.from} of ${of.chain} accepts these packets, but they die at rule ${of.to} first: it moves in front of that one.`;
    case 'add-to-set':
      return `The rule that accepts such packets (${of.rule}) asks for the set ${of.set}, which lacks ${of.element}.`;
    case 'take-exception':
      return `The rule that accepts such packets (${of.rule}) asks for the set ${of.set}, from which the entry "${of.element} nomatch" excepts them.`;
    case 'take-from-set':
      return `The rule that ends them (${of.rule}) asks for the set ${of.set}, which has ${of.element}.`;
    case 'loose-rp-filter':
      return of.wayBack === null
        ? `No route leads back to ${of.source} by ${of.dev}; rp_filter 2 asks only for any route back.`
        : `The route back to ${of.source} is "${of.wayBack}", not by ${of.dev}: right, if the paths differ on purpose; rp_filter 2 asks only for any route back.`;
    case 'no-rp-filter':
      return `Turns the reverse path filter of ${of.dev} off.`;
    case 'route-back':
      return `Routes ${of.source} back by ${of.dev}, from where it comes: right, if it is the route that is wrong.`;
    case 'add-route':
      return of.like === null
        ? `${of.destination} is a neighbour of that interface.`
        : `No route leads to ${of.destination}; this one takes the next hop of "${of.like}": check that it leads there.`;
    case 'around-refusal':
      return `A more specific entry for ${of.destination} comes before "${of.refusing}".`;
    case 'remove-refusal':
      return `Takes "${of.refusing}" away, for all that it refuses.`;
    case 'forwarding':
      return of.dev === null
        ? 'Turns forwarding on, on every interface.'
        : `Turns forwarding on for what comes in by ${of.dev}.`;
    case 'mtu':
      return `Raises the MTU of ${of.route === null ? of.dev : `the route "${of.route}"`} to ${of.bytes} bytes, if the link carries them; otherwise let ICMP errors reach the sender, or clamp the MSS.`;
    case 'link-up':
      return `${of.destination} is in the network of ${of.dev}, which is down.`;
    case 'retarget':
      return `Rule ${of.number} of ${of.chain} sends these packets to ${of.old}, where nobody answers; ${of.now} is the only other host seen on ${of.dev}: check that the service is there.`;
    case 'delete-entry':
      return `A conntrack entry from before a change still sends this connection to ${of.old}; without it the rules decide anew.`;
    case 'wider-ports':
      return `Lets rule ${of.number} of ${of.chain} choose from more ports.`;
  }
}

/** One sentence: what else a fix lets through. */
export function opens({ opens: parts }: Pick<Fix, 'opens'>): string {
  const said = [...new Set(parts.map(opensPart))];
  return said.join(' ');
}

function opensPart(of: FixOpens): string {
  switch (of.kind) {
    case 'service':
      return `Lets everybody who gets as far as this rule reach ${service(of.service)}.`;
    case 'rule-moved':
      return `Lets through all that "${of.text}" selects.`;
    case 'set':
      return `Every rule that asks for the set ${of.set} sees the change.`;
    case 'spoofing':
      return `Forged source addresses that come in by ${of.dev} are no longer all refused.`;
    case 'route':
      return `Every packet to ${of.destination} takes this way.`;
    case 'forwarding':
      return of.dev === null
        ? 'The host routes between all of its interfaces.'
        : `The host routes whatever comes in by ${of.dev}.`;
    case 'nothing':
      return 'Lets nothing else through.';
  }
}

function service({ protocol, dst, dport, icmpType }: FixedService): string {
  return `${protocol} ${dst}${dport === null ? '' : ` port ${dport}`}${icmpType === null ? '' : ` (type ${icmpType})`}`;
}

/** One sentence: where the owner of the rules keeps the same for good; null where nothing is known. */
export function persist(of: FixPersist | null): string | null {
  if (of === null) return null;
  const { owner: who, hook, service: to, interfaces, names, says } = of;
  const port = to?.dport ?? null;
  const tcp = to === null ? '' : `proto ${to.protocol} to ${to.dst}${port === null ? '' : ` port ${port}`}`;
  switch (who) {
    case 'docker':
      return 'Docker leaves DOCKER-USER alone, but a reboot empties it: put the command into a unit that runs after docker.service.';
    case 'ufw':
      return to === null
        ? 'Give ufw the same rule; what is typed past it is gone at its next reload.'
        : `The same for good from ufw: ufw ${hook === 'forward' ? 'route ' : ''}allow ${interfaces.in === '' ? '' : `in on ${interfaces.in} `}${hook === 'forward' && interfaces.out !== '' ? `out on ${interfaces.out} ` : ''}${tcp}.`;
    case 'firewalld':
      return hook === 'forward'
        ? `The same for good from firewalld: a policy between the zones of ${interfaces.in} and ${interfaces.out} (firewall-cmd --permanent --new-policy NAME; --policy NAME --add-ingress-zone, --add-egress-zone, --add-rich-rule 'rule family="ipv4" destination address="${to?.dst ?? ''}" port port="${port ?? ''}" protocol="${to?.protocol ?? ''}" accept').`
        : `The same for good from firewalld: firewall-cmd --permanent --zone=$(firewall-cmd --get-zone-of-interface=${interfaces.in}) --add-port=${port ?? ''}/${to?.protocol ?? ''}, then firewall-cmd --reload.`;
    case 'calico':
      return names.length === 0
        ? `Calico writes its chains anew: allow ${to?.protocol ?? ''} ${port ?? ''} in the NetworkPolicy that selects the pod (kubectl get networkpolicy -A).`
        : `Calico writes its chains anew: allow ${to?.protocol ?? ''} ${port ?? ''} in the NetworkPolicy ${listed(names.slice(0, 3), 'or')} (kubectl edit networkpolicy).`;
    case 'kube-proxy':
      return 'kube-proxy writes its chains anew: the Service itself must change (kubectl edit service).';
    case 'kube-router':
    case 'cilium':
    case 'weave':
    case 'antrea':
    case 'flannel':
    case 'istio':
    case 'cni':
      return `${who} writes its chains anew: allow ${to?.protocol ?? ''} ${port ?? ''} in the NetworkPolicy that selects the pod (kubectl get networkpolicy -A).`;
    case 'libvirt':
      return 'libvirt writes its chains anew when a network starts: forward mode "route" or "open" (virsh net-edit), or a hook in /etc/libvirt/hooks/network with this command.';
    case 'podman':
      return 'Podman writes its chains anew for each container: publish the port (podman run -p).';
    case 'shorewall':
      return `The same for good from Shorewall: a line ACCEPT in /etc/shorewall/rules for ${to === null ? 'it' : service(to)}, then shorewall reload.`;
    case 'openwrt':
      return `The same for good from OpenWrt: a rule in /etc/config/firewall (uci add firewall rule) for ${to === null ? 'it' : service(to)}, then service firewall reload.`;
    case 'proxmox':
      return 'The same for good from Proxmox VE: a rule ACCEPT in its firewall (Datacenter, node or guest > Firewall).';
    case 'nixos':
      return 'The same for good from NixOS: networking.firewall in configuration.nix.';
    case 'csf':
      return 'The same for good from CSF: a line in /etc/csf/csf.allow, then csf -r.';
    case 'fail2ban':
      return 'fail2ban keeps bans: fail2ban-client unban ADDRESS, and ignoreip in jail.local.';
    case 'tailscale':
      return 'tailscaled writes its chains anew: its access rules (ACLs) decide.';
    case 'lxd':
      return 'LXD and Incus write their chains anew: a network ACL or forward there.';
    case 'sysctl':
      return `For good: ${says} in a file of /etc/sysctl.d.`;
    case 'ip-route':
      return 'For good: in the configuration of whatever sets up the network (netplan, NetworkManager, ifupdown, systemd-networkd).';
    case 'iptables':
      return 'For good: iptables-save into the file that the host loads at its start (/etc/iptables/rules.v4, /etc/sysconfig/iptables).';
    case 'nft':
      return 'For good: in /etc/nftables.conf, or the file that it includes.';
    case 'ipset':
      return 'For good: ipset save into the file that the host loads at its start, or in whatever fills the set.';
  }
}

/** Why nothing on this host will help; a sentence. */
export function unfixable(of: Unfixable): string {
  switch (of.kind) {
    case 'no-endpoints':
      return `No rule will help: the Service ${of.service} has no endpoints. No ready pod fits its selector, or its targetPort names no port of theirs (kubectl get endpoints, kubectl get pods).`;
    case 'neighbour':
      return `Nothing on this host will help: ${of.address} does not answer on ${of.dev}. Look whether it is up, on that link and in that VLAN.`;
    case 'stale-dnat':
      return `Nobody is at ${of.target}${of.dev === null ? '' : ` on ${of.dev}`}, where DNAT sends these packets (${of.rule}): the target of that rule is out of date, or the host behind it is down.`;
    case 'no-gateway':
      return `A route to ${of.destination} is missing, and nothing in the bundle tells which router leads there.`;
    case 'martian':
      return 'The death is right as it is: no host may send from, or to, such an address here.';
    case 'ttl':
      return 'The death is right as it is: the TTL was used up, by a routing loop or by traceroute.';
    case 'protection':
      return 'An IPsec policy decides: the security association that it asks for is missing (ip xfrm state), or it blocks on purpose.';
    case 'outside':
      return 'No rule, route or setting of this host decides this death.';
    case 'not-proven':
      return 'No change that was tried is proven to let these packets pass.';
    case 'queue-reader':
      return `The program that reads queue ${listed(of.queues.map(String))} is not running: start it.`;
    case 'not-replayable':
      return "Walked through the bundle's configuration these packets do not die as captured, so that nothing can be proven about them.";
  }
}

/** `Would let 2 flows live; nothing else changes.` */
export function effect({ flows, alsoChanges }: Fix): string {
  const living = new Set(flows.map(({ flow }) => JSON.stringify(flow))).size - alsoChanges;
  const others =
    alsoChanges === 0
      ? 'no other flow of the capture changes'
      : `${counted(alsoChanges, 'other flow')} of the capture would change or may change`;
  return `Lets ${counted(Math.max(1, living), 'flow')} live; ${others}.`;
}

/** Why a fix is not certain; a sentence. */
export function doubt({ flows }: Fix): string {
  const open = flows.find((flow) => flow.open !== null)?.open ?? null;
  return open === null
    ? 'Not certain: the walk rests on something that the bundle does not show.'
    : `Not certain: ${openWords(open)}`;
}

export function packetLives(packet: number): string {
  return `packet ${packet} is in no dead end`;
}

export function noPacket(asked: string, count: number): string {
  return `--packet ${asked}: the capture has packets 1 to ${count}`;
}

export const find = 'What would let it pass';
export const finding = 'Trying changes…';
export const copyCommands = 'Copy the commands';
export const tryOut = 'Try it';
export const tryOutTip = 'Open these commands in "Try a change"';
