import type { ClueParameters } from '../../model/clue.ts';

type Source = ClueParameters['losses-counted']['source'];

/** What a counter of losses is called, as the subject of a sentence. */
export const lossName: Readonly<Record<Source, (name: string, dev: string | null) => string>> = {
  snmp: (name) => name,
  conntrack: (name) => `${name} of conntrack`,
  softnet: (name) => `${name} of the CPUs' backlogs`,
  link: (name, dev) => `${name} of ${dev ?? 'an interface'} (ip -s link)`,
  'net-dev': (name, dev) => `${name} of ${dev ?? 'an interface'} (/proc/net/dev)`,
  qdisc: (name, dev) => `dropped of the ${name} queue${dev === null ? '' : ` of ${dev}`}`,
};

const droppedIn =
  'packets that came in were dropped before or without any rule: no buffer was free, or nothing took their protocol or VLAN';
const droppedOut = 'packets were dropped on leaving, after every rule: the queue or the device took no more';

/** What such a rise proves, and where to look; by the counter's name, with its source where that alone says nothing. */
export const lossMeanings: Readonly<Record<string, string | undefined>> = {
  insert_failed:
    'that many packets were dropped since their connection could not be entered: another with the same addresses and ports was there first (two packets of one socket at once, as with DNS, or NAT that chose a taken port)',
  drop: 'conntrack dropped packets: no entry could be made, since the table was full or the connection could not be entered',
  early_drop: 'the conntrack table was full, and older entries gave way',
  invalid: 'packets that conntrack called INVALID, which rules may drop and NAT passes over',
  error: 'ICMP or other errors that belong to no connection, or broken packets',
  chaintoolong: 'the conntrack table is too small for its entries: new ones were refused',
  'softnet dropped': 'packets were lost before any rule: a CPU did not keep up (net.core.netdev_max_backlog)',
  'link rx dropped': droppedIn,
  'net-dev rx dropped': droppedIn,
  'link rx missed': 'the network card had no room for packets that came in (ethtool -g)',
  'link rx overrun': 'the network card had no room for packets that came in (ethtool -g)',
  'net-dev rx fifo': 'the network card had no room for packets that came in (ethtool -g)',
  'link rx errors': 'frames came in damaged: cable, optics, duplex, or a tunnel that could not unpack them',
  'net-dev rx errors':
    'frames came in damaged: cable, optics, duplex, or a tunnel that could not unpack them',
  'link tx dropped': droppedOut,
  'net-dev tx dropped': droppedOut,
  'link tx errors': 'packets could not be sent: the device, or a tunnel without a route to its far end',
  'net-dev tx errors': 'packets could not be sent: the device, or a tunnel without a route to its far end',
  'link tx carrier': 'the device had no link while it sent',
  'net-dev tx carrier': 'the device had no link while it sent',
  'qdisc clsact': 'a tc filter dropped them',
  'qdisc ingress': 'a tc filter dropped them',
  TcpExtIPReversePathFilter: 'packets that rp_filter dropped',
  TcpExtListenDrops:
    'connections were refused at a listening socket whose queue was full, or that had no memory',
  TcpExtListenOverflows: 'the queue of a listening socket was full: the program accepts too slowly',
  TcpExtTCPBacklogDrop: 'a socket was too slow for what came in',
  TcpExtTCPReqQFullDrop: 'SYNs were dropped since the queue of half-open connections was full',
  TcpExtTCPTimeWaitOverflow: 'too many connections are in TIME_WAIT (net.ipv4.tcp_max_tw_buckets)',
  IpInAddrErrors: 'packets for an address that is not the host’s came to an interface that does not forward',
  IpOutNoRoutes: 'packets of the host itself had no route',
  IpExtInNoRoutes: 'packets that came in had no route',
  IpInHdrErrors: 'packets had broken headers, or a TTL that had expired',
  IpInDiscards: 'packets that came in were thrown away for want of memory',
  IpOutDiscards: 'packets of the host were dropped by rules in OUTPUT, or no neighbour answered',
  IpFragFails: 'packets were too large for the way out and might not be cut',
  IpReasmFails: 'fragments came without the rest of their packet',
  UdpNoPorts: 'datagrams came to ports on which no socket listens',
  UdpRcvbufErrors: 'the receive buffer of a UDP socket was full',
  UdpInCsumErrors: 'datagrams had wrong checksums',
  TcpInCsumErrors: 'segments had wrong checksums',
};
