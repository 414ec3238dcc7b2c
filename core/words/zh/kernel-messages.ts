import type { KernelMessageKind, KernelMessages, MessageFields } from '../../model/kernel-message.ts';
import { counted } from './numbers.ts';
import { socket } from './places.ts';

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
    return `内核抑制了网络代码的另外 ${counted(suppressed, '条警告')}（net_ratelimit）：附近的消息实际上比日志显示的更频繁`;
  const { says } = kinds[kind];
  return count > 1
    ? `${says(first.fields, meaning)}（${counted(count, '条消息')}）`
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
      `${namespace === undefined ? '' : `网络命名空间 ${namespace} 的 `}conntrack 表已满：新连接的首包被丢弃`,
    advice:
      '将 net.netfilter.nf_conntrack_count 与 net.netfilter.nf_conntrack_max 对照，并用 conntrack -L 查看是谁的连接占满了表',
  },
  'conntrack-expectations-full': {
    says: () => 'conntrack 的期望连接表已满：helper（FTP、SIP）丢弃了声明新连接的包',
    advice: '查看 net.netfilter.nf_conntrack_expect_max 和 conntrack -L expect',
  },
  'conntrack-helper-drop': {
    says: (fields) => `conntrack helper ${fields.name ?? ''} 丢弃了${flow(fields)}包：${fields.reason ?? ''}`,
    advice: '在 raw 表的 CT 规则中不对此流量使用该 helper，或放行它无法跟踪的内容',
  },
  'conntrack-invalid': {
    says: (fields, meaning) =>
      meaning === 'loss'
        ? `conntrack 丢弃了${flow(fields)}包：${fields.reason ?? ''}`
        : `conntrack 将${flow(fields)}包归为 INVALID（${fields.reason ?? ''}）；除非有规则因此丢弃，它们会继续前行`,
    advice: null,
  },
  'conntrack-helper-assignment': {
    says: () => 'conntrack helper（FTP、SIP 等）不会按端口附加到连接上；只有 raw 表的 CT 规则才会附加',
    advice: null,
  },
  'martian-source': {
    says: (fields) =>
      fields.frame === 'ARP'
        ? `${fields.interface ?? '未知接口'} 上来自 ${fields.src ?? '未知'}、询问 ${fields.dst ?? '未知'} 的 ARP 请求因 martian source 被拒绝：这是 ARP，不是包`
        : `${fields.interface ?? '未知接口'} 上${flow(fields)}包被拒绝：martian source，或没有经该接口返回的路由（rp_filter）`,
    advice: '将 ip rule、ip route show table all 和 sysctl net.ipv4.conf.*.rp_filter 与该源地址和接口对照',
  },
  'martian-destination': {
    says: (fields) =>
      `${fields.interface ?? '未知接口'} 上${flow(fields)}包被拒绝：martian destination，外来的包不得使用这种目的地址`,
    advice: '查明是谁在发往那里；对 127.0.0.0/8 见 route_localnet',
  },
  'neighbour-table-full': {
    says: ({ name }) => `邻居表${name === undefined ? '' : `（${name}）`}溢出：发往新邻居的包被丢弃`,
    advice:
      '将 ip neigh show nud all | wc -l 与 net.ipv4.neigh.default.gc_thresh3（net.ipv6.neigh.default.gc_thresh3）对照',
  },
  'route-cache-full': {
    says: ({ sysctl }) =>
      `路由缓存已满：需要新缓存项的包被丢弃${sysctl === undefined ? '' : `（${sysctl}）`}`,
    advice: '调大内核所指出的 max_size，并查找产生如此多路由的原因（ip -6 route show cache）',
  },
  'syn-flood': {
    says: ({ dst, dport, reason }) =>
      `到达 TCP 端口 ${dst === undefined ? '' : `${dst}:`}${dport ?? ''} 的连接请求超过其队列容量：${
        reason === 'Dropping request' ? '请求被丢弃' : '内核以 SYN cookie 应答，没有丢弃'
      }`,
    advice: '查看该套接字的队列（ss -lnt）、net.ipv4.tcp_max_syn_backlog 和 net.core.somaxconn',
  },
  'orphaned-sockets': {
    says: ({ reason }) => `TCP 重置了本应正常关闭的连接：${reason ?? ''}`,
    advice: '查看 ss -s、net.ipv4.tcp_max_orphans 和 net.ipv4.tcp_mem',
  },
  'time-wait-overflow': {
    says: () => 'TCP 因 time-wait 连接过多，未经 time-wait 便关闭了连接',
    advice: '查看 ss -s 和 net.ipv4.tcp_max_tw_buckets',
  },
  'udp-checksum': {
    says: (fields) => `UDP 因校验和错误丢弃了${flow(fields)}数据报`,
    advice: '在发送方关闭发送校验和卸载（ethtool -K DEV tx off），尤其是隧道接口，再作比较',
  },
  'udp-short': {
    says: (fields) => `UDP 丢弃了${flow(fields)}数据报：短包，短于其头部所示长度`,
    advice: '查找途中截断包的原因：隧道、有缺陷的驱动',
  },
  'nfqueue-full': {
    says: ({ limit }) => `一个 NFQUEUE 队列在 ${limit ?? ''} 个条目时已满：因其程序跟不上，发往它的包被丢弃`,
    advice: '在 /proc/net/netfilter/nfnetlink_queue 中查看该队列，让其程序更快或让队列更长',
  },
  'path-mtu-invalid': {
    says: () =>
      '带 TCPMSS --clamp-mss-to-pmtu 的规则丢弃了新的 TCP 连接的包：其路径的 MTU 没有留给数据的空间',
    advice: '查看通往两端的路由和接口的 MTU（ip route get、ip link），或为该规则指定固定大小（--set-mss）',
  },
  'own-address': {
    says: (fields) =>
      `网桥 ${fields.bridge ?? ''} 在 ${fields.interface ?? ''} 上收到以自身地址为源的帧：存在环路，或同一 MAC 出现两次`,
    advice: null,
  },
  'bridge-port-state': {
    says: (fields) =>
      `网桥 ${fields.bridge ?? ''} 的端口 ${fields.interface ?? ''} 进入 ${fields.reason ?? ''} 状态`,
    advice: null,
  },
  'bond-without-port': {
    says: ({ interface: bond = '某个 bond' }) => `${bond} 没有可用的链路：经它发送的内容被丢弃`,
    advice: '在 /proc/net/bonding 中查看该 bond 的链路，以及它们所连接的交换机端口',
  },
  'bridge-netfilter': {
    says: () => '只有加载了 br_netfilter，iptables 才会看到桥接的包',
    advice: null,
  },
  'wireguard-source': {
    says: (fields) =>
      `${fields.interface ?? ''} 丢弃了来自 ${fields.src ?? ''} 的包：该源地址不在发送它们的对端的 allowed IPs 中`,
    advice: '将该源地址加入该对端的 allowed IPs（wg show）',
  },
  'wireguard-no-peer': {
    says: ({ interface: dev, dst, reason }) =>
      dst === undefined
        ? `${dev ?? ''} 丢弃了包：${reason ?? ''}`
        : `${dev ?? ''} 丢弃了发往 ${dst} 的包：没有对端的 allowed IPs 包含它`,
    advice: '将该目的地址与各对端的 allowed IPs 和 endpoint 对照（wg show）',
  },
  'wireguard-handshake': {
    says: ({ interface: dev, src, reason }) => `${dev ?? ''} 拒绝了来自 ${src ?? ''} 的握手：${reason ?? ''}`,
    advice: '对照两端的公钥和预共享密钥（wg show）',
  },
  'ipvs-no-destination': {
    says: ({ protocol, dst, dport }) =>
      `IPVS${dst === undefined ? '' : ` 对 ${protocol ?? ''} ${socket({ address: dst, port: dport ?? null })}`} 没有可用的目的服务器：连接被拒绝`,
    advice: '在 ipvsadm -Ln 中查看该服务是否有带权重的真实服务器',
  },
  'hardware-checksum': {
    says: (fields) =>
      `设备 ${fields.interface ?? ''} 将正确的校验和报为错误（hw csum failure）；包会继续前行`,
    advice: null,
  },
  'transmit-timeout': {
    says: (fields) =>
      `${fields.interface ?? ''} 数秒没有发送（NETDEV WATCHDOG：发送队列${fields.queue === undefined ? '' : ` ${fields.queue}`}超时）：队列中的内容已丢失`,
    advice: '查看驱动及其消息、ip -s link 和 ethtool -S',
  },
  'dead-loop': {
    says: (fields) => `发往 ${fields.interface ?? ''} 的包因死循环被丢弃：该虚拟设备通过自身发送`,
    advice: '查找把隧道外层包引入隧道自身的路由（ip route get）',
  },
  'duplicate-address': {
    says: (fields) =>
      `另一台设备拥有 ${fields.interface ?? ''} 的 IPv6 地址 ${fields.src ?? ''}，因此本机不使用它`,
    advice: null,
  },
  'link-state': {
    says: (fields) =>
      fields.reason === 'down'
        ? `${fields.interface ?? ''} 的链路断开：恢复之前没有包能通过`
        : `${fields.interface ?? ''} 的链路恢复`,
    advice: null,
  },
  'out-of-memory': {
    says: ({ name }) =>
      `内核因内存不足杀死了${name === undefined ? '一个进程' : ` ${name}`}：它所监听的已关闭`,
    advice: null,
  },
  'messages-suppressed': { says: () => '内核抑制了网络代码的警告', advice: null },
  'log-lines-lost': { says: ({ reason }) => `日志行有丢失：${reason ?? ''}`, advice: null },
};

/** `从 10.9.0.2 到 10.1.0.33:8472 的 UDP `; '' for what names no packet. */
function flow({ protocol, src, dst, dport }: MessageFields): string {
  const from = src === undefined ? '' : `来自 ${src} `;
  const to = dst === undefined ? '' : `发往 ${socket({ address: dst, port: dport ?? null })} `;
  const of = protocol === undefined ? '' : ` ${protocol.toUpperCase()} `;
  const ends = [from, to].filter((each) => each !== '').join('、');
  return ends === '' ? of : `${ends}的${of}`;
}
