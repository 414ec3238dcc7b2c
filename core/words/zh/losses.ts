import type { ClueParameters } from '../../model/clue.ts';

type Source = ClueParameters['losses-counted']['source'];

/** What a counter of losses is called, as the subject of a sentence. */
export const lossName: Readonly<Record<Source, (name: string, dev: string | null) => string>> = {
  snmp: (name) => name,
  conntrack: (name) => `conntrack 的 ${name}`,
  softnet: (name) => `各 CPU 积压队列的 ${name}`,
  link: (name, dev) => `${dev ?? '某接口'} 的 ${name}（ip -s link）`,
  'net-dev': (name, dev) => `${dev ?? '某接口'} 的 ${name}（/proc/net/dev）`,
  qdisc: (name, dev) => `${dev === null ? '' : `${dev} 的 `}${name} 队列的 dropped`,
};

const droppedIn = '进入的包在规则之前或未经任何规则就被丢弃：没有空闲缓冲区，或没有程序接收其协议或 VLAN';
const droppedOut = '包在经过所有规则之后、离开时被丢弃：队列或设备无法再接收';
const noRoom = '网卡没有空间容纳进入的包（ethtool -g）';
const damaged = '进入的帧已损坏：网线、光模块、双工，或无法解封装的隧道';
const notSent = '包无法发送：设备，或到远端没有路由的隧道';
const noLink = '设备在发送时没有链路';

/** What such a rise proves, and where to look; by the counter's name, with its source where that alone says nothing. */
export const lossMeanings: Readonly<Record<string, string | undefined>> = {
  insert_failed:
    '这么多的包因其连接无法登记而被丢弃：相同地址和端口的另一个连接先到（同一套接字同时发出两个包，如 DNS，或 NAT 选中了已占用的端口）',
  drop: 'conntrack 丢弃了包：无法建立表项，因为表已满或连接无法登记',
  early_drop: 'conntrack 表已满，较旧的表项被清除',
  invalid: '这么多的包被归为 INVALID，规则可能丢弃它们，NAT 会略过它们',
  error: '不属于任何连接的 ICMP 或其他错误，或损坏的包',
  chaintoolong: 'conntrack 表对其表项而言过小：新的表项被拒绝',
  'softnet dropped': '包在任何规则之前丢失：某个 CPU 跟不上（net.core.netdev_max_backlog）',
  'link rx dropped': droppedIn,
  'net-dev rx dropped': droppedIn,
  'link rx missed': noRoom,
  'link rx overrun': noRoom,
  'net-dev rx fifo': noRoom,
  'link rx errors': damaged,
  'net-dev rx errors': damaged,
  'link tx dropped': droppedOut,
  'net-dev tx dropped': droppedOut,
  'link tx errors': notSent,
  'net-dev tx errors': notSent,
  'link tx carrier': noLink,
  'net-dev tx carrier': noLink,
  'qdisc clsact': '被 tc 过滤器丢弃',
  'qdisc ingress': '被 tc 过滤器丢弃',
  TcpExtIPReversePathFilter: '这么多的包被 rp_filter 丢弃',
  TcpExtListenDrops: '连接被监听套接字拒绝：其队列已满，或没有内存',
  TcpExtListenOverflows: '监听套接字的队列已满：程序接受连接过慢',
  TcpExtTCPBacklogDrop: '套接字处理过慢，跟不上到来的数据',
  TcpExtTCPReqQFullDrop: '半连接队列已满，SYN 被丢弃',
  TcpExtTCPTimeWaitOverflow: '处于 TIME_WAIT 的连接过多（net.ipv4.tcp_max_tw_buckets）',
  IpInAddrErrors: '发往非本机地址的包来到了不转发的接口',
  IpOutNoRoutes: '本机自身的包没有路由',
  IpExtInNoRoutes: '进入的包没有路由',
  IpInHdrErrors: '包的头部损坏，或 TTL 已耗尽',
  IpInDiscards: '进入的包因内存不足被丢弃',
  IpOutDiscards: '本机的包被 OUTPUT 的规则丢弃，或没有邻居应答',
  IpFragFails: '包对出接口而言过大，又不允许分片',
  IpReasmFails: '分片到来，但缺少其余部分',
  UdpNoPorts: '数据报来到了没有套接字监听的端口',
  UdpRcvbufErrors: 'UDP 套接字的接收缓冲区已满',
  UdpInCsumErrors: '数据报的校验和错误',
  TcpInCsumErrors: '报文段的校验和错误',
};
