import { counted } from './numbers.ts';
import { socket } from './places.ts';
import type { KernelMessageKind, KernelMessages, MessageFields } from '../../model/kernel-message.ts';

/** The words for one kind of message. */
interface MessageWords {
  /** What follows from it, as a sentence without its full stop. */
  readonly says: (fields: MessageFields, meaning: KernelMessages['meaning']) => string;
  /** Where to look, as a sentence without its full stop; null where nothing is to be done about it. */
  readonly advice: string | null;
}

/** One sentence without its full stop: what the kernel says. */
export function summary({ kind, meaning, first, count, suppressed }: KernelMessages): string {
  if (kind === 'messages-suppressed')
    return `The kernel kept back ${counted(suppressed, 'more warning')} of the network code (net_ratelimit): the messages near them came more often than the log shows`;
  // A group of very many counts messages with other fields, too.
  const { says } = kinds[kind];
  return count > 1
    ? `${says(first.fields, meaning)} (${counted(count, 'message')})`
    : says(first.fields, meaning);
}

/** Where to look, as a sentence without its full stop; null where nothing is to be done about it. */
export function advice({ kind, first }: KernelMessages): string | null {
  return first.fields.frame === 'ARP' ? null : kinds[kind].advice;
}

/** Where to look after a message of that kind, as `advice`. */
export function adviceOn(kind: KernelMessageKind): string | null {
  return kinds[kind].advice;
}

const kinds: Readonly<Record<KernelMessageKind, MessageWords>> = {
  'conntrack-table-full': {
    says: ({ namespace }) =>
      `The conntrack table${namespace === undefined ? '' : ` of network namespace ${namespace}`} was full: the first packets of new connections were dropped`,
    advice:
      'Compare net.netfilter.nf_conntrack_count with net.netfilter.nf_conntrack_max, and see in conntrack -L whose connections fill the table',
  },
  'conntrack-expectations-full': {
    says: () =>
      'The conntrack table of expected connections was full: a helper (FTP, SIP) dropped packets that announce one',
    advice: 'Look at net.netfilter.nf_conntrack_expect_max and conntrack -L expect',
  },
  'conntrack-helper-drop': {
    says: (fields) =>
      `The conntrack helper ${fields.name ?? ''} dropped packets${flow(fields)}: ${fields.reason ?? ''}`,
    advice:
      'Detach the helper from this traffic in the CT rules of table raw, or allow what it could not follow',
  },
  'conntrack-invalid': {
    says: (fields, meaning) =>
      meaning === 'loss'
        ? `conntrack dropped packets${flow(fields)}: ${fields.reason ?? ''}`
        : `conntrack calls packets${flow(fields)} INVALID (${fields.reason ?? ''}); they go on, unless a rule drops them for it`,
    advice: null,
  },
  'conntrack-helper-assignment': {
    says: () =>
      'conntrack helpers (FTP, SIP, ...) are not attached to connections by port; only CT rules in table raw attach them',
    advice: null,
  },
  'martian-source': {
    says: (fields) =>
      fields.frame === 'ARP'
        ? `ARP requests from ${fields.src ?? 'unknown'} for ${fields.dst ?? 'unknown'} on ${fields.interface ?? 'unknown'} were refused as from a martian source: ARP, no packets`
        : `Packets${flow(fields)} were refused on ${fields.interface ?? 'unknown'}: martian source, or no route back by that interface (rp_filter)`,
    advice:
      'Compare ip rule, ip route show table all and sysctl net.ipv4.conf.*.rp_filter with that source and interface',
  },
  'martian-destination': {
    says: (fields) =>
      `Packets${flow(fields)} were refused on ${fields.interface ?? 'unknown'}: martian destination, which no packet from outside may have`,
    advice: 'Find out who sends there; for 127.0.0.0/8 see route_localnet',
  },
  'neighbour-table-full': {
    says: ({ name }) =>
      `The neighbour table ${name === undefined ? '' : `(${name}) `}overflowed: packets to new neighbours were dropped`,
    advice:
      'Compare ip neigh show nud all | wc -l with net.ipv4.neigh.default.gc_thresh3 (net.ipv6.neigh.default.gc_thresh3)',
  },
  'route-cache-full': {
    says: ({ sysctl }) =>
      `The route cache was full: packets that needed another entry were dropped${sysctl === undefined ? '' : ` (${sysctl})`}`,
    advice:
      'Raise the max_size that the kernel names, and look for what makes so many routes (ip -6 route show cache)',
  },
  'syn-flood': {
    says: ({ dst, dport, reason }) =>
      `More connection requests than its queue holds came to TCP port ${dst === undefined ? '' : `${dst}:`}${dport ?? ''}: ${
        reason === 'Dropping request'
          ? 'requests were dropped'
          : 'the kernel answers with SYN cookies and drops none'
      }`,
    advice: 'Look at the queue of that socket (ss -lnt), net.ipv4.tcp_max_syn_backlog and net.core.somaxconn',
  },
  'orphaned-sockets': {
    says: ({ reason }) => `TCP reset connections that it was to close in order: ${reason ?? ''}`,
    advice: 'Look at ss -s, net.ipv4.tcp_max_orphans and net.ipv4.tcp_mem',
  },
  'time-wait-overflow': {
    says: () => 'TCP closed connections without their time-wait, for there were too many of them',
    advice: 'Look at ss -s and net.ipv4.tcp_max_tw_buckets',
  },
  'udp-checksum': {
    says: (fields) => `UDP threw away datagrams${flow(fields)} for a bad checksum`,
    advice:
      'Switch off transmit checksum offload at the sender (ethtool -K DEV tx off), tunnels above all, and compare',
  },
  'udp-short': {
    says: (fields) => `UDP threw away datagrams${flow(fields)}: short packet, shorter than its header says`,
    advice: 'Look for what cuts packets on their way: a tunnel, a broken driver',
  },
  'nfqueue-full': {
    says: ({ limit }) =>
      `An NFQUEUE queue was full at ${limit ?? ''} entries: packets for it were dropped, for its program does not keep up`,
    advice:
      'See /proc/net/netfilter/nfnetlink_queue for the queue, and make its program faster or the queue longer',
  },
  'path-mtu-invalid': {
    says: () =>
      'A rule with TCPMSS --clamp-mss-to-pmtu dropped new TCP connections: the MTU of their way leaves no room for data',
    advice:
      'Look at the MTU of the routes and interfaces to both ends (ip route get, ip link), or give the rule a size of its own (--set-mss)',
  },
  'own-address': {
    says: (fields) =>
      `The bridge ${fields.bridge ?? ''} received frames on ${fields.interface ?? ''} with its own address as source: a loop, or the same MAC twice`,
    advice: null,
  },
  'bridge-port-state': {
    says: (fields) =>
      `Port ${fields.interface ?? ''} of bridge ${fields.bridge ?? ''} entered state ${fields.reason ?? ''}`,
    advice: null,
  },
  'bridge-netfilter': {
    says: () => 'iptables sees bridged packets only if br_netfilter is loaded',
    advice: null,
  },
  'wireguard-source': {
    says: (fields) =>
      `${fields.interface ?? ''} dropped packets from ${fields.src ?? ''}: that source is not in the allowed IPs of the peer that sent them`,
    advice: "Add the source to that peer's allowed IPs (wg show)",
  },
  'wireguard-no-peer': {
    says: ({ interface: dev, dst, reason }) =>
      dst === undefined
        ? `${dev ?? ''} dropped packets: ${reason ?? ''}`
        : `${dev ?? ''} dropped packets to ${dst}: no peer has allowed IPs for it`,
    advice: "Compare the destination with the peers' allowed IPs and endpoints (wg show)",
  },
  'wireguard-handshake': {
    says: ({ interface: dev, src, reason }) =>
      `${dev ?? ''} refused handshakes from ${src ?? ''}: ${reason ?? ''}`,
    advice: 'Compare the public and preshared keys of both ends (wg show)',
  },
  'ipvs-no-destination': {
    says: ({ protocol, dst, dport }) =>
      `IPVS had no destination available${dst === undefined ? '' : ` for ${protocol ?? ''} ${socket({ address: dst, port: dport ?? null })}`}: connections were refused`,
    advice: 'See ipvsadm -Ln for real servers of that service with a weight',
  },
  'hardware-checksum': {
    says: (fields) =>
      `The device ${fields.interface ?? ''} calls checksums bad that are good (hw csum failure); the packets go on`,
    advice: null,
  },
  'transmit-timeout': {
    says: (fields) =>
      `${fields.interface ?? ''} did not send for seconds (NETDEV WATCHDOG: transmit queue${fields.queue === undefined ? '' : ` ${fields.queue}`} timed out): what was in its queue is lost`,
    advice: 'Look at the driver and its messages, ip -s link and ethtool -S',
  },
  'dead-loop': {
    says: (fields) =>
      `Packets for ${fields.interface ?? ''} were dropped in a dead loop: the virtual device sends through itself`,
    advice: 'Look for a route that leads the outer packets of the tunnel into the tunnel (ip route get)',
  },
  'bond-without-port': {
    says: ({ interface: bond = 'a bond' }) => `No link of ${bond} was up: what was sent by it was dropped`,
    advice: 'Look in /proc/net/bonding at the links of the bond, and at the switch ports that they lead to',
  },
  'duplicate-address': {
    says: (fields) =>
      `Another station has the IPv6 address ${fields.src ?? ''} of ${fields.interface ?? ''}, so it is not used here`,
    advice: null,
  },
  'link-state': {
    says: (fields) =>
      fields.reason === 'down'
        ? `The link of ${fields.interface ?? ''} went down: nothing passes it until it is up`
        : `The link of ${fields.interface ?? ''} came up`,
    advice: null,
  },
  'out-of-memory': {
    says: ({ name }) =>
      `The kernel killed ${name === undefined ? 'a process' : name} for want of memory: what it listened on is closed`,
    advice: null,
  },
  'messages-suppressed': { says: () => 'The kernel kept back warnings of the network code', advice: null },
  'log-lines-lost': { says: ({ reason }) => `Lines of the log are lost: ${reason ?? ''}`, advice: null },
};

/** ` of UDP from 10.9.0.2 to 10.1.0.33:8472`; '' for what names no packet. */
function flow({ protocol, src, dst, dport }: MessageFields): string {
  const of = protocol === undefined ? '' : ` of ${protocol.toUpperCase()}`;
  const from = src === undefined ? '' : ` from ${src}`;
  const to = dst === undefined ? '' : ` to ${socket({ address: dst, port: dport ?? null })}`;
  return `${of}${from}${to}`;
}
