import type {
  BridgeRefusal,
  CauseFrame,
  CauseKind,
  CauseParameters,
  NatFailure,
  UnreadQueueProof,
} from '../../model/cause.ts';
import { ruleOf, socket } from './places.ts';
import { refusal } from './routing.ts';

/** What one kind of cause is called, and the parts of its sentences. */
export interface KindWords<K extends CauseKind> {
  /** What it is called in a list, and in the filter's menu. */
  readonly title: string;
  /** What completes "Dropped" or "Possibly dropped": `by rule 3 of filter/FORWARD`. */
  readonly how: (parameters: CauseParameters[K], cause: CauseFrame) => string;
  /** Why, as a clause; null where `how` says it all. */
  readonly why: (parameters: CauseParameters[K], cause: CauseFrame) => string | null;
  /** What usually ends it, as a sentence without its full stop. */
  readonly remedy: (parameters: CauseParameters[K], cause: CauseFrame) => string;
}

/** The words of each kind. */
export const kinds: { readonly [K in CauseKind]: KindWords<K> } = {
  rule: {
    title: 'Dropped by rule',
    how: (_, cause) => `by ${ruleHere(cause)}`,
    why: ({ unheardTproxy }) => (unheardTproxy ? 'no socket listens where TPROXY sends the packet' : null),
    remedy: ({ unheardTproxy, service }, cause) =>
      unheardTproxy
        ? `Start the proxy to which ${ruleHere(cause)} sends packets, with a transparent socket on that port`
        : (endpointsFor(service) ?? acceptBefore(cause)),
  },
  policy: {
    title: 'Dropped by policy',
    how: (_, cause) => {
      const unknown = cause.grounds.find((ground) => ground.kind === 'rule-unknown');
      const place = `${cause.table}/${cause.chain}`;
      return unknown === undefined
        ? `by the policy of ${place}`
        : `by the policy of ${place}, or by a last rule without conditions`;
    },
    why: (_, { grounds }) =>
      grounds.some(({ kind }) => kind === 'rule-unknown' || kind === 'policy-accepts-now')
        ? null
        : 'no rule matched; the policy is DROP',
    remedy: (_, { table, chain }) => `Add a rule to ${table}/${chain} that accepts this traffic`,
  },
  reject: {
    title: 'Rejected by rule',
    how: ({ answer }, cause) => `by ${ruleHere(cause)}${answer === null ? '' : ` with ${answer}`}`,
    why: () => null,
    remedy: ({ service }, cause) => endpointsFor(service) ?? acceptBefore(cause),
  },
  'no-route': {
    title: 'No route',
    how: () => 'by routing',
    why: (parameters) => refusal({ kind: 'no-route', parameters }),
    remedy: ({ destination }) =>
      `Add a route to ${destination}, or a default route, to a table that ip rule consults for this packet`,
  },
  blackhole: refusingEntry('blackhole', 'Blackhole route'),
  unreachable: refusingEntry('unreachable', 'Unreachable route'),
  prohibit: refusingEntry('prohibit', 'Prohibit route'),
  'rp-filter': {
    title: 'Reverse path filter',
    how: (parameters) =>
      `by reverse path filtering on ${parameters.interface} (rp_filter ${parameters.mode})`,
    why: (parameters) => refusal({ kind: 'rp-filter', parameters }),
    remedy: ({ source, interface: dev, mode, reason }) => {
      const from = source === null || source === '' ? 'the source' : source;
      const route = `Route ${from} back by ${dev}`;
      return mode === 1 && reason.kind === 'other-interface'
        ? `${route}, or set net.ipv4.conf.${dev}.rp_filter to 2 (loose)`
        : `${route}, or set both net.ipv4.conf.${dev}.rp_filter and net.ipv4.conf.all.rp_filter to 0`;
    },
  },
  'martian-source': {
    title: 'Martian source',
    how: (parameters) => `as a martian on ${parameters.interface}`,
    why: (parameters) => refusal({ kind: 'martian-source', parameters }),
    remedy: ({ source, interface: dev, reason }) => {
      const who = source === null || source === '' ? 'its source address' : source;
      switch (reason.kind) {
        case 'as-logged':
          return `Compare the routes back to ${who} (ip rule, ip route show table all) with ${dev} and net.ipv4.conf.*.rp_filter`;
        case 'own-address':
          return `Find out who else sends from ${who}, which this host owns; if that is intended, set net.ipv4.conf.${dev}.accept_local to 1`;
        case 'loopback':
          return `Let the sender use another source than ${who}; if that is intended, set net.ipv4.conf.${dev}.route_localnet to 1`;
        default:
          return `Let the sender use a unicast source address in place of ${who}`;
      }
    },
  },
  'ip-forward-disabled': {
    title: 'Forwarding is off',
    how: () => 'before the FORWARD hook',
    why: (parameters) =>
      `the packet is for another host, and ${refusal({ kind: 'ip-forward-disabled', parameters })}`,
    remedy: ({ interface: dev }) =>
      dev === null
        ? 'Set net.ipv6.conf.all.forwarding to 1, or send the packet to a host that routes'
        : `Set net.ipv4.ip_forward to 1 (net.ipv4.conf.${dev}.forwarding for this interface alone), or send the packet to a host that routes`,
  },
  'ttl-expired': {
    title: 'TTL expired',
    how: () => 'before the FORWARD hook',
    why: (parameters) => refusal({ kind: 'ttl-expired', parameters }),
    remedy: ({ family }) =>
      `Look for a routing loop, or let the sender use a higher ${family === 'ipv6' ? 'hop limit' : 'TTL'}; traceroute sends such packets on purpose`,
  },
  'mtu-exceeded': {
    title: 'Larger than the MTU',
    how: () => 'before the FORWARD hook',
    why: (parameters, { family }) =>
      `${refusal({ kind: 'mtu-exceeded', parameters })}, and ${
        family === 'ipv6' ? 'routers do not fragment IPv6' : 'DF forbids fragmenting it'
      }`,
    remedy: ({ mtu, interface: dev }, { family }) => {
      const answer = family === 'ipv6' ? 'ICMPv6 packet too big' : 'ICMP fragmentation needed';
      const limit = mtu === null ? `the MTU of ${dev ?? 'the way out'}` : `${mtu} bytes`;
      return `Let ${answer} reach the sender, clamp the MSS (-j TCPMSS --clamp-mss-to-pmtu), or keep packets within ${limit}`;
    },
  },
  'neighbour-unreachable': {
    title: 'Neighbour unreachable',
    how: () => 'after POSTROUTING',
    why: ({ address, interface: dev, state, notCaptured }) =>
      `the next hop ${address} on ${dev} does not answer (neighbour entry ${state})${
        notCaptured ? `; the capture of ${dev} does not show the packet` : ''
      }`,
    remedy: ({ address, interface: dev }, { family }) =>
      `Check that ${address} is up and on the link of ${dev}, and that it answers ${family === 'ipv6' ? 'neighbour solicitations' : 'ARP'}`,
  },
  'neighbour-table-full': {
    title: 'Neighbour table full',
    how: (parameters) => `before leaving by ${parameters.interface}`,
    why: () => 'the kernel logged at that time that it had no room for another neighbour',
    remedy: ({ family }) =>
      `Raise net.${family}.neigh.default.gc_thresh3 (and gc_thresh2), or find out which host talks to so many addresses of one link`,
  },
  'nfqueue-no-listener': {
    title: 'NFQUEUE without a listener',
    how: (_, cause) => `by ${ruleHere(cause)}`,
    why: ({ queues, proof }) => `no program reads ${queueNames(queues)}; ${unreadBecause(proof)}`,
    remedy: ({ queues }, cause) =>
      `Start the program that reads ${queueNames(queues)}, or add --queue-bypass to ${ruleHere(cause)}`,
  },
  'nfqueue-full': {
    title: 'NFQUEUE full',
    how: (_, cause) => `by ${ruleHere(cause)}`,
    why: ({ limit }) =>
      `the kernel logged at that time that a queue was full${limit === null ? '' : ` (${limit} entries)`}: the program that reads it does not keep up`,
    remedy: () =>
      'Make the program that reads the queue faster, spread packets over several queues (--queue-balance), or let it ask for a longer queue',
  },
  'syn-queue-full': {
    title: 'Queue of half-open connections full',
    how: () => 'by TCP',
    why: ({ port }) =>
      `the kernel logged at that time that it drops SYNs to port ${port}, whose queue of half-open connections was full`,
    remedy: () =>
      'Set net.ipv4.tcp_syncookies to 1, raise net.ipv4.tcp_max_syn_backlog and the backlog that the program asks for, or keep the flood away',
  },
  'conntrack-table-full': {
    title: 'Conntrack table full',
    how: () => 'by conntrack',
    why: () =>
      'the kernel logged at that time that the connection table was full, and a new connection finds no room then',
    remedy: () =>
      'Raise net.netfilter.nf_conntrack_max, or find out whose connections fill the table (conntrack -L)',
  },
  helper: {
    title: 'Conntrack helper',
    how: ({ name }) => `by the conntrack helper ${name}`,
    why: ({ reason }) => `the kernel logged: ${reason}`,
    remedy: ({ name }) =>
      `Detach the helper ${name} from this traffic (CT rules of table raw), or allow what it could not follow`,
  },
  checksum: {
    title: 'Discarded by UDP',
    how: () => 'by UDP, before any socket',
    why: ({ tooShort }) =>
      tooShort
        ? 'the kernel logged at that time a datagram of this flow that is shorter than its header says'
        : 'the kernel logged at that time a datagram of this flow with a bad checksum',
    remedy: ({ tooShort }) =>
      tooShort
        ? 'Look for what cuts packets on their way: a tunnel, a broken driver'
        : 'Switch off transmit checksum offload at the sender (ethtool -K DEV tx off), above all for tunnels, and compare',
  },
  'nat-failure': {
    title: 'NAT failed',
    how: (failure, cause) =>
      failure.kind !== 'icmp-redirect'
        ? `after ${ruleHere(cause)}`
        : `by NAT in ${failure.hook.toUpperCase()}`,
    why: (failure) => natFailure(failure),
    remedy: (failure, cause) =>
      failure.kind !== 'icmp-redirect'
        ? `Give ${ruleHere(cause)} a range of ports or more than one address to choose from`
        : 'Route the connection so that it leaves by another interface than it came in by, or set send_redirects to 0: the redirect itself is not needed',
  },
  'bridge-filter': {
    title: 'Bridge filter',
    how: ({ bridge }) => `on the bridge ${bridge} by a filter of the bridge family (ebtables, nft bridge)`,
    why: ({ port, awaited }) =>
      awaited === null
        ? `the frame came in on ${port} for another station`
        : `the frame came in on ${port} for another station, and no line of ${awaited} follows`,
    remedy: ({ bridge, port }) =>
      `Look in ebtables-save and in nft's bridge tables for a rule that drops what comes in by ${port} of ${bridge}`,
  },
  'bridge-port': {
    title: 'Bridge port',
    how: ({ bridge }) => `by the bridge ${bridge}`,
    why: (refusal) => bridgeRefusal(refusal),
    remedy: ({ port, why }) => {
      switch (why) {
        case 'port-state':
          return `Bring ${port} to state forwarding (bridge link set dev ${port} state 3), or find out which protocol closed it`;
        case 'isolated':
          return `Take the isolation off one of the two ports (bridge link set dev ${port} isolated off)`;
        case 'no-hairpin':
          return `Let the port send back what came in by it (bridge link set dev ${port} hairpin on)`;
        case 'no-flooding':
          return `Let the station send once so that the bridge learns it, or set flooding on for its port (bridge link set dev ${port} flood on)`;
      }
    },
  },
  'xfrm-policy': {
    title: 'IPsec policy',
    how: ({ way }) => (way === 'in' ? 'after INPUT by an IPsec policy' : 'by an IPsec policy'),
    why: ({ src, dst, way, action, counter }) =>
      `the policy from ${src} to ${dst} (dir ${way}) ${
        action === 'block'
          ? 'blocks it'
          : way === 'out'
            ? 'asks for a security association, and there is none'
            : 'lets in only what came through a security association'
      }${counter === null ? '' : `; ${counter} has counted`}`,
    remedy: ({ action, way }) =>
      action === 'block'
        ? 'Delete the blocking policy (ip xfrm policy delete), or change the configuration of the IPsec daemon that made it'
        : way === 'out'
          ? 'Bring the tunnel up, so that the policy finds its security association'
          : 'Let the peer send this traffic through the tunnel, or exclude it from the policy',
  },
  'link-down': {
    title: 'Interface down',
    how: ({ interface: dev }) => `on leaving by ${dev}`,
    why: ({ interface: dev, state }) => (state === 'down' ? `${dev} is down` : `${dev} has no carrier`),
    remedy: ({ interface: dev, state }) =>
      state === 'down' ? `Set ${dev} up (ip link set ${dev} up)` : `Check the cable or the peer of ${dev}`,
  },
  qdisc: {
    title: 'Queue full',
    how: ({ interface: dev, discipline }) => `by the queueing discipline ${discipline} of ${dev}`,
    why: ({ dropped }) => `it has dropped ${packets(dropped)}`,
    remedy: ({ interface: dev }) =>
      `Send less, or give ${dev} a higher rate or a longer queue (tc qdisc change)`,
  },
  'tc-filter': {
    title: 'Traffic control filter',
    how: ({ interface: dev }) => `by a tc filter on ${dev}`,
    why: ({ dropped }) => `filters there have dropped ${packets(dropped)}`,
    remedy: ({ interface: dev }) =>
      `Look at tc filter show dev ${dev} (egress, ingress) and at BPF programs attached there`,
  },
  'source-route': {
    title: 'Source route refused',
    how: () => 'after PREROUTING',
    why: ({ route, refuses }) =>
      refuses === null
        ? `its IP options ask for a ${route} source route, and its next hop is a gateway`
        : `its IP options ask for a ${route} source route, and ${refuses} is 0`,
    remedy: () =>
      'Let the sender leave out the source route: hosts and routers refuse it, for it leads around firewalls',
  },
  'broadcast-frame': {
    title: 'Broadcast frame',
    how: () => 'before the FORWARD hook',
    why: ({ mac, interface: dev }) =>
      `the frame that came in on ${dev} was addressed to ${mac}, and such frames are not forwarded`,
    remedy: () => 'Let the sender resolve the MAC of its gateway and address the frame to that',
  },
  'not-a-member': {
    title: 'No member of the group',
    how: () => 'after PREROUTING',
    why: ({ group, interface: dev, listed: isListed }) =>
      isListed
        ? `no program on this host has joined ${group} on ${dev}, and nothing routes multicast`
        : `nothing shows that a program on this host has joined ${group} on ${dev}`,
    remedy: ({ group, interface: dev }) =>
      `Let a program join ${group} on ${dev}, or run a multicast routing daemon`,
  },
  'conntrack-invalid-rule': {
    title: 'Rule for ctstate INVALID',
    how: (_, cause) => `by ${ruleHere(cause)}`,
    why: () => 'conntrack classifies the packet as INVALID',
    remedy: (_, cause) =>
      `Find out why conntrack sees only a part of the connection (asymmetric routing is usual), or accept the traffic before ${ruleHere(cause)}`,
  },
  'no-listener': {
    title: 'No listener',
    how: ({ protocol, port }) => `but no program listens on ${protocol} port ${port}`,
    why: ({ answer }) => `the host answered with ${answer === 'rst' ? 'a RST' : 'an ICMP port unreachable'}`,
    remedy: ({ protocol, port }) =>
      `Start the program that is to listen on ${protocol} port ${port}, or let it listen on this address, too`,
  },
  other: {
    title: 'Other',
    how: (reason) => {
      if (reason.kind !== 'recorded') return 'by routing';
      return reason.location === null ? 'by the kernel' : `by the kernel in ${reason.location}()`;
    },
    why: (parameters) =>
      parameters.kind === 'recorded'
        ? `a recording of its drops shows this packet${parameters.reason === null ? '' : ` with the reason ${parameters.reason}`}`
        : refusal({ kind: 'other', parameters }),
    remedy: (reason) =>
      reason.kind === 'recorded'
        ? `Look up ${reason.location === null ? 'the reason' : `${reason.location}()`} in the source of that kernel`
        : reason.kind === 'loopback'
          ? `Let the sender use another destination than ${reason.destination}; if that is intended, set route_localnet to 1`
          : `Let the sender use ${reason.kind === 'source-of-link' ? 'a global source' : 'a unicast destination'} address`,
  },
};

function bridgeRefusal({ from, port, why, state }: BridgeRefusal): string {
  switch (why) {
    case 'port-state':
      return `its port ${port} is ${state}`;
    case 'isolated':
      return `the ports ${from} and ${port} are both isolated`;
    case 'no-hairpin':
      return `the station is on the port that the frame came in by, ${port}, which has hairpin off`;
    case 'no-flooding':
      return `the bridge does not know the station, and no other port takes frames for unknown ones (${port}: flood off)`;
  }
}

function packets(count: number): string {
  return count === 1 ? '1 packet' : `${count} packets`;
}

function refusingEntry<K extends 'blackhole' | 'unreachable' | 'prohibit'>(
  kind: K,
  title: string,
): KindWords<K> {
  return {
    title,
    how: () => 'by routing',
    why: (parameters) => refusal({ kind, parameters }),
    remedy: ({ destination, by }) =>
      by.kind === 'route'
        ? `Delete the route "${by.text}", or add a more specific one for ${destination}`
        : `Delete the FIB rule "${by.text}", or put one for ${destination} before it`,
  };
}

function ruleHere({ table, chain, rule, grounds }: CauseFrame): string {
  const asLogged = grounds.some(({ kind }) => kind === 'rule-unknown') && rule !== null;
  return `${ruleOf({ table: table ?? '', chain: chain ?? '', rule })}${asLogged ? ' (as numbered in the log)' : ''}`;
}

function acceptBefore(cause: CauseFrame): string {
  return `Accept this traffic in a rule before ${ruleOf({ table: cause.table ?? '', chain: cause.chain ?? '', rule: cause.rule })}, or narrow that rule`;
}

/** What a Service lacks that kube-proxy refuses; null for other rules. */
function endpointsFor(service: string | null): string | null {
  return service === null
    ? null
    : `Give the Service ${service} endpoints: ready pods that fit its selector and listen on its targetPort; no rule will help`;
}

function queueNames(queues: readonly number[]): string {
  const [first = 0] = queues;
  return queues.length < 2 ? `queue ${first}` : `queues ${first} to ${queues.at(-1)}`;
}

function unreadBecause(proof: UnreadQueueProof): string {
  switch (proof.kind) {
    case 'not-listed':
      return "the kernel's list of queues with a reader lacks it";
    case 'none-returned':
      return 'no packet of this log came back from it';
    case 'not-captured':
      return `the capture of ${proof.interface} does not show the packet leave`;
    case 'in-delivers':
      return `the kernel counts no more delivered packets (IpInDelivers ${proof.value}) than the log shows without those of the queue`;
  }
}

function natFailure(failure: NatFailure): string {
  if (failure.kind === 'icmp-redirect')
    return `the packet is an ICMP redirect, which NAT refuses for a connection that it translates; no line of ${failure.awaited} follows`;
  if (failure.kind === 'range-full') {
    const again =
      failure.visits > 1 ? `; the flow came to nat ${failure.visits} times without being confirmed` : '';
    return `NAT found no free tuple: every port of ${failure.range} is taken towards ${socket(failure.towards)}${again}`;
  }
  if (failure.kind === 'never-confirmed')
    return `the flow came to nat ${failure.visits} times without being confirmed, so NAT may have found no free tuple`;
  const { holder, wanted, towards } = failure;
  return `NAT found no free tuple; the connection from ${socket(holder)} already holds ${socket(wanted)} towards ${socket(towards)}`;
}
