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
  /** What stands before 丢弃 or 拒绝: `被 filter/FORWARD 的规则 3 `. */
  readonly how: (parameters: CauseParameters[K], cause: CauseFrame) => string;
  /** Why, as a clause; null where `how` says it all. */
  readonly why: (parameters: CauseParameters[K], cause: CauseFrame) => string | null;
  /** What usually ends it, as a sentence without its full stop. */
  readonly remedy: (parameters: CauseParameters[K], cause: CauseFrame) => string;
}

/** The words of each kind. */
export const kinds: { readonly [K in CauseKind]: KindWords<K> } = {
  rule: {
    title: '被规则丢弃',
    how: (_, cause) => `被 ${ruleHere(cause)} `,
    why: ({ unheardTproxy }) => (unheardTproxy ? 'TPROXY 指向的地方没有套接字在监听' : null),
    remedy: ({ unheardTproxy, service }, cause) =>
      unheardTproxy
        ? `启动 ${ruleHere(cause)} 所指向的代理，并在该端口上使用透明套接字`
        : (endpointsFor(service) ?? acceptBefore(cause)),
  },
  policy: {
    title: '被默认策略丢弃',
    how: (_, cause) => {
      const unknown = cause.grounds.some(({ kind }) => kind === 'rule-unknown');
      const place = `${cause.table}/${cause.chain}`;
      return unknown ? `被 ${place} 的默认策略或最后一条无条件规则` : `被 ${place} 的默认策略`;
    },
    why: (_, { grounds }) =>
      grounds.some(({ kind }) => kind === 'rule-unknown' || kind === 'policy-accepts-now')
        ? null
        : '没有规则匹配，而策略是 DROP',
    remedy: (_, { table, chain }) => `在 ${table}/${chain} 中添加一条放行此流量的规则`,
  },
  reject: {
    title: '被规则拒绝',
    how: ({ answer }, cause) => `被 ${ruleHere(cause)} ${answer === null ? '' : `以 ${answer} `}`,
    why: () => null,
    remedy: ({ service }, cause) => endpointsFor(service) ?? acceptBefore(cause),
  },
  'no-route': {
    title: '没有路由',
    how: () => '在路由时被',
    why: (parameters) => refusal({ kind: 'no-route', parameters }),
    remedy: ({ destination }) => `在 ip rule 会为此包查询的路由表中，添加到 ${destination} 的路由或默认路由`,
  },
  blackhole: refusingEntry('blackhole', '黑洞路由'),
  unreachable: refusingEntry('unreachable', '不可达路由'),
  prohibit: refusingEntry('prohibit', '禁止路由'),
  'rp-filter': {
    title: '反向路径过滤',
    how: ({ interface: dev, mode }) => `被 ${dev} 上的反向路径过滤（rp_filter ${mode}）`,
    why: (parameters) => refusal({ kind: 'rp-filter', parameters }),
    remedy: ({ source, interface: dev, mode, reason }) => {
      const from = source === null || source === '' ? '该源地址' : ` ${source} `;
      const route = `让回到${from}的路由经由 ${dev}`;
      return mode === 1 && reason.kind === 'other-interface'
        ? `${route}，或将 net.ipv4.conf.${dev}.rp_filter 设为 2（宽松模式）`
        : `${route}，或将 net.ipv4.conf.${dev}.rp_filter 和 net.ipv4.conf.all.rp_filter 都设为 0`;
    },
  },
  'martian-source': {
    title: 'martian 源地址',
    how: ({ interface: dev }) => `在 ${dev} 上作为 martian 包被`,
    why: (parameters) => refusal({ kind: 'martian-source', parameters }),
    remedy: ({ source, interface: dev, reason }) => {
      const who = source === null || source === '' ? '其源地址' : ` ${source} `;
      switch (reason.kind) {
        case 'as-logged':
          return `将回到${who}的路由（ip rule、ip route show table all）与 ${dev} 及 net.ipv4.conf.*.rp_filter 对照`;
        case 'own-address':
          return `查明还有谁用本机拥有的${who}发包；如果是有意为之，将 net.ipv4.conf.${dev}.accept_local 设为 1`;
        case 'loopback':
          return `让发送方改用${who}以外的源地址；如果是有意为之，将 net.ipv4.conf.${dev}.route_localnet 设为 1`;
        default:
          return `让发送方使用单播源地址代替${who}`;
      }
    },
  },
  'ip-forward-disabled': {
    title: '转发未开启',
    how: () => '在 FORWARD 钩子之前被',
    why: (parameters) => `该包发往其他主机，而${refusal({ kind: 'ip-forward-disabled', parameters })}`,
    remedy: ({ interface: dev }) =>
      dev === null
        ? '将 net.ipv6.conf.all.forwarding 设为 1，或把包发给会转发的主机'
        : `将 net.ipv4.ip_forward 设为 1（只对该接口则设 net.ipv4.conf.${dev}.forwarding），或把包发给会转发的主机`,
  },
  'ttl-expired': {
    title: 'TTL 耗尽',
    how: () => '在 FORWARD 钩子之前被',
    why: (parameters) => refusal({ kind: 'ttl-expired', parameters }),
    remedy: ({ family }) =>
      `查找路由环路，或让发送方使用更大的 ${family === 'ipv6' ? 'hop limit' : 'TTL'}；traceroute 会有意发送这种包`,
  },
  'mtu-exceeded': {
    title: '超过 MTU',
    how: () => '在 FORWARD 钩子之前被',
    why: (parameters, { family }) =>
      `${refusal({ kind: 'mtu-exceeded', parameters })}，而${
        family === 'ipv6' ? '路由器不对 IPv6 分片' : 'DF 标志禁止分片'
      }`,
    remedy: ({ mtu, interface: dev }, { family }) => {
      const answer = family === 'ipv6' ? 'ICMPv6 packet too big' : 'ICMP fragmentation needed';
      const limit = mtu === null ? `${dev ?? '出接口'} 的 MTU` : `${mtu} 字节`;
      return `让 ${answer} 能到达发送方，钳制 MSS（-j TCPMSS --clamp-mss-to-pmtu），或让包不超过 ${limit}`;
    },
  },
  'neighbour-unreachable': {
    title: '邻居不可达',
    how: () => '在 POSTROUTING 之后被',
    why: ({ address, interface: dev, state, notCaptured }) =>
      `${dev} 上的下一跳 ${address} 没有应答（邻居表项 ${state}）${
        notCaptured ? `；在 ${dev} 上的抓包中没有该包` : ''
      }`,
    remedy: ({ address, interface: dev }, { family }) =>
      `检查 ${address} 是否在线、是否在 ${dev} 的链路上，以及是否应答 ${family === 'ipv6' ? '邻居请求' : 'ARP'}`,
  },
  'neighbour-table-full': {
    title: '邻居表已满',
    how: ({ interface: dev }) => `在从 ${dev} 离开之前被`,
    why: () => '内核当时记录了没有空间容纳新的邻居',
    remedy: ({ family }) =>
      `调大 net.${family}.neigh.default.gc_thresh3（以及 gc_thresh2），或查明哪台主机在同一链路上与如此多的地址通信`,
  },
  'nfqueue-no-listener': {
    title: 'NFQUEUE 无人读取',
    how: (_, cause) => `被 ${ruleHere(cause)} `,
    why: ({ queues, proof }) => `没有程序读取${queueNames(queues)}；${unreadBecause(proof)}`,
    remedy: ({ queues }, cause) =>
      `启动读取${queueNames(queues)}的程序，或给 ${ruleHere(cause)} 加上 --queue-bypass`,
  },
  'nfqueue-full': {
    title: 'NFQUEUE 已满',
    how: (_, cause) => `被 ${ruleHere(cause)} `,
    why: ({ limit }) =>
      `内核当时记录了队列已满${limit === null ? '' : `（${limit} 个条目）`}：读取它的程序跟不上`,
    remedy: () => '让读取队列的程序更快，把包分散到多个队列（--queue-balance），或让它申请更长的队列',
  },
  'conntrack-table-full': {
    title: 'conntrack 表已满',
    how: () => '被 conntrack ',
    why: () => '内核当时记录了连接表已满，新连接没有空间',
    remedy: () => '调大 net.netfilter.nf_conntrack_max，或查明是谁的连接占满了表（conntrack -L）',
  },
  'syn-queue-full': {
    title: '半连接队列已满',
    how: () => '被 TCP ',
    why: ({ port }) => `内核当时记录了它丢弃发往端口 ${port} 的 SYN，其半连接队列已满`,
    remedy: () =>
      '将 net.ipv4.tcp_syncookies 设为 1，调大 net.ipv4.tcp_max_syn_backlog 和程序申请的 backlog，或挡住洪泛',
  },
  helper: {
    title: 'conntrack helper',
    how: ({ name }) => `被 conntrack helper ${name} `,
    why: ({ reason }) => `内核记录：${reason}`,
    remedy: ({ name }) => `不对此流量使用 helper ${name}（raw 表的 CT 规则），或放行它无法跟踪的内容`,
  },
  checksum: {
    title: '被 UDP 丢弃',
    how: () => '在到达任何套接字之前被 UDP ',
    why: ({ tooShort }) =>
      tooShort
        ? '内核当时记录了此流中一个短于其头部所示长度的数据报'
        : '内核当时记录了此流中一个校验和错误的数据报',
    remedy: ({ tooShort }) =>
      tooShort
        ? '查找途中截断包的原因：隧道、有缺陷的驱动'
        : '在发送方关闭发送校验和卸载（ethtool -K DEV tx off），尤其是隧道接口，再作比较',
  },
  'nat-failure': {
    title: 'NAT 失败',
    how: (failure, cause) =>
      failure.kind !== 'icmp-redirect'
        ? `在 ${ruleHere(cause)} 之后被`
        : `在 ${failure.hook.toUpperCase()} 被 NAT `,
    why: (failure) => natFailure(failure),
    remedy: (failure, cause) =>
      failure.kind !== 'icmp-redirect'
        ? `给 ${ruleHere(cause)} 一个端口范围，或多个可选的地址`
        : '让该连接从与进入时不同的接口离开，或将 send_redirects 设为 0：这个重定向本身并不需要',
  },
  'bridge-filter': {
    title: '网桥过滤',
    how: ({ bridge }) => `在网桥 ${bridge} 上被 bridge 族的过滤规则（ebtables、nft bridge）`,
    why: ({ port, awaited }) =>
      awaited === null
        ? `该帧从 ${port} 进入、发往另一台设备`
        : `该帧从 ${port} 进入、发往另一台设备，之后没有 ${awaited} 的日志行`,
    remedy: ({ bridge, port }) =>
      `在 ebtables-save 和 nft 的 bridge 表中查找丢弃从 ${bridge} 的 ${port} 进入的帧的规则`,
  },
  'bridge-port': {
    title: '网桥端口',
    how: ({ bridge }) => `被网桥 ${bridge} `,
    why: (refused) => bridgeRefusal(refused),
    remedy: ({ port, why }) => {
      switch (why) {
        case 'port-state':
          return `让 ${port} 进入 forwarding 状态（bridge link set dev ${port} state 3），或查明是哪个协议将其关闭`;
        case 'isolated':
          return `取消两个端口之一的隔离（bridge link set dev ${port} isolated off）`;
        case 'no-hairpin':
          return `允许该端口把从它进入的帧送回去（bridge link set dev ${port} hairpin on）`;
        case 'no-flooding':
          return `让该设备先发一次包以便网桥学习，或为其端口开启泛洪（bridge link set dev ${port} flood on）`;
      }
    },
  },
  'xfrm-policy': {
    title: 'IPsec 策略',
    how: ({ way }) => (way === 'in' ? '在 INPUT 之后被 IPsec 策略' : '被 IPsec 策略'),
    why: ({ src, dst, way, action, counter }) =>
      `从 ${src} 到 ${dst} 的策略（dir ${way}）${
        action === 'block'
          ? '阻止了它'
          : way === 'out'
            ? '要求有安全关联，但不存在'
            : '只放行经安全关联到来的包'
      }${counter === null ? '' : `；${counter} 已计数`}`,
    remedy: ({ action, way }) =>
      action === 'block'
        ? '删除阻止的策略（ip xfrm policy delete），或修改创建它的 IPsec 守护进程的配置'
        : way === 'out'
          ? '建立隧道，使该策略能找到安全关联'
          : '让对端通过隧道发送此流量，或在策略中排除它',
  },
  'link-down': {
    title: '接口关闭',
    how: ({ interface: dev }) => `在从 ${dev} 离开时被`,
    why: ({ interface: dev, state }) => (state === 'down' ? `${dev} 处于 down 状态` : `${dev} 没有载波`),
    remedy: ({ interface: dev, state }) =>
      state === 'down' ? `启用 ${dev}（ip link set ${dev} up）` : `检查 ${dev} 的网线或对端`,
  },
  qdisc: {
    title: '队列已满',
    how: ({ interface: dev, discipline }) => `被 ${dev} 的排队规则 ${discipline} `,
    why: ({ dropped }) => `它已丢弃 ${dropped} 个包`,
    remedy: ({ interface: dev }) => `减少发送量，或给 ${dev} 更高的速率或更长的队列（tc qdisc change）`,
  },
  'tc-filter': {
    title: 'tc 过滤器',
    how: ({ interface: dev }) => `被 ${dev} 上的 tc 过滤器`,
    why: ({ dropped }) => `那里的过滤器已丢弃 ${dropped} 个包`,
    remedy: ({ interface: dev }) =>
      `查看 tc filter show dev ${dev}（egress、ingress）以及挂在那里的 BPF 程序`,
  },
  'broadcast-frame': {
    title: '广播帧',
    how: () => '在 FORWARD 钩子之前被',
    why: ({ mac, interface: dev }) => `从 ${dev} 进入的帧的目的 MAC 是 ${mac}，这种帧不会被转发`,
    remedy: () => '让发送方解析其网关的 MAC，并把帧发往该 MAC',
  },
  'not-a-member': {
    title: '不是组成员',
    how: () => '在 PREROUTING 之后被',
    why: ({ group, interface: dev, listed: isListed }) =>
      isListed
        ? `本机没有程序在 ${dev} 上加入 ${group}，也没有组播路由`
        : `没有证据表明本机有程序在 ${dev} 上加入了 ${group}`,
    remedy: ({ group, interface: dev }) => `让程序在 ${dev} 上加入 ${group}，或运行组播路由守护进程`,
  },
  'source-route': {
    title: '源路由被拒绝',
    how: () => '在 PREROUTING 之后被',
    why: ({ route, refuses }) =>
      refuses === null
        ? `其 IP 选项要求 ${route} 源路由，而下一跳是网关`
        : `其 IP 选项要求 ${route} 源路由，而 ${refuses} 为 0`,
    remedy: () => '让发送方去掉源路由：主机和路由器会拒绝它，因为它可以绕过防火墙',
  },
  'conntrack-invalid-rule': {
    title: '匹配 ctstate INVALID 的规则',
    how: (_, cause) => `被 ${ruleHere(cause)} `,
    why: () => 'conntrack 将该包归为 INVALID',
    remedy: (_, cause) =>
      `查明 conntrack 为何只看到连接的一部分（常见原因是非对称路由），或在 ${ruleHere(cause)} 之前放行此流量`,
  },
  'no-listener': {
    title: '没有监听程序',
    how: ({ protocol, port }) => `但没有程序监听 ${protocol} 端口 ${port}`,
    why: ({ answer }) => `主机以 ${answer === 'rst' ? 'RST' : 'ICMP port unreachable'} 应答`,
    remedy: ({ protocol, port }) => `启动应监听 ${protocol} 端口 ${port} 的程序，或让它也监听此地址`,
  },
  other: {
    title: '其他',
    how: (reason) => {
      if (reason.kind !== 'recorded') return '在路由时被';
      return reason.location === null ? '被内核' : `被内核在 ${reason.location}() 中`;
    },
    why: (parameters) =>
      parameters.kind === 'recorded'
        ? `丢包记录显示了该包${parameters.reason === null ? '' : `，原因为 ${parameters.reason}`}`
        : refusal({ kind: 'other', parameters }),
    remedy: (reason) =>
      reason.kind === 'recorded'
        ? `在该内核的源代码中查找${reason.location === null ? '该原因' : ` ${reason.location}()`}`
        : reason.kind === 'loopback'
          ? `让发送方改用 ${reason.destination} 以外的目的地址；如果是有意为之，将 route_localnet 设为 1`
          : `让发送方使用${reason.kind === 'source-of-link' ? '全局源地址' : '单播目的地址'}`,
  },
};

function bridgeRefusal({ from, port, why, state }: BridgeRefusal): string {
  switch (why) {
    case 'port-state':
      return `其端口 ${port} 处于 ${state} 状态`;
    case 'isolated':
      return `端口 ${from} 和 ${port} 都被隔离`;
    case 'no-hairpin':
      return `目标设备就在该帧进入的端口 ${port} 上，而该端口的 hairpin 为 off`;
    case 'no-flooding':
      return `网桥不知道该设备，也没有其他端口接收发往未知设备的帧（${port}：flood off）`;
  }
}

function refusingEntry<K extends 'blackhole' | 'unreachable' | 'prohibit'>(
  kind: K,
  title: string,
): KindWords<K> {
  return {
    title,
    how: () => '在路由时被',
    why: (parameters) => refusal({ kind, parameters }),
    remedy: ({ destination, by }) =>
      by.kind === 'route'
        ? `删除路由“${by.text}”，或为 ${destination} 添加更具体的路由`
        : `删除策略路由规则“${by.text}”，或在其之前为 ${destination} 添加一条`,
  };
}

function ruleHere({ table, chain, rule, grounds }: CauseFrame): string {
  const asLogged = grounds.some(({ kind }) => kind === 'rule-unknown') && rule !== null;
  return `${ruleOf({ table: table ?? '', chain: chain ?? '', rule })}${asLogged ? '（按日志中的编号）' : ''}`;
}

/** What a Service lacks that kube-proxy refuses; null for other rules. */
function endpointsFor(service: string | null): string | null {
  return service === null
    ? null
    : `为 Service ${service} 提供 endpoint：符合其 selector 且在其 targetPort 上监听的就绪 pod；规则解决不了`;
}

function acceptBefore(cause: CauseFrame): string {
  return `在 ${ruleOf({ table: cause.table ?? '', chain: cause.chain ?? '', rule: cause.rule })} 之前用规则放行此流量，或缩小该规则的范围`;
}

function queueNames(queues: readonly number[]): string {
  const [first = 0] = queues;
  return queues.length < 2 ? `队列 ${first}` : `队列 ${first} 到 ${queues.at(-1)}`;
}

function unreadBecause(proof: UnreadQueueProof): string {
  switch (proof.kind) {
    case 'not-listed':
      return '内核的队列读取者列表中没有它';
    case 'none-returned':
      return '此日志中没有包从它返回';
    case 'not-captured':
      return `在 ${proof.interface} 上的抓包中没有看到该包离开`;
    case 'in-delivers':
      return `内核计数的已送达包（IpInDelivers ${proof.value}）不多于日志中除该队列之外的包`;
  }
}

function natFailure(failure: NatFailure): string {
  if (failure.kind === 'icmp-redirect')
    return `该包是 ICMP 重定向，对其转换的连接 NAT 会拒绝这种包；之后没有 ${failure.awaited} 的日志行`;
  if (failure.kind === 'range-full') {
    const again = failure.visits > 1 ? `；该流 ${failure.visits} 次来到 nat 而未被确认` : '';
    return `NAT 找不到空闲的元组：${failure.range} 中通往 ${socket(failure.towards)} 的端口全被占用${again}`;
  }
  if (failure.kind === 'never-confirmed')
    return `该流 ${failure.visits} 次来到 nat 而未被确认，NAT 可能找不到空闲的元组`;
  const { holder, wanted, towards } = failure;
  return `NAT 找不到空闲的元组；来自 ${socket(holder)} 的连接已占用 ${socket(wanted)}（通往 ${socket(towards)}）`;
}
