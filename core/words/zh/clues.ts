import type { Clue, ClueKind, ClueParameters } from '../../model/clue.ts';
import { grouped } from '../../model/grouped.ts';
import { lossMeanings, lossName } from './losses.ts';
import { title } from './causes.ts';
import { counted } from './numbers.ts';
import { mismatch } from './mismatches.ts';
import { ruleOf } from './places.ts';
import { refusal } from './routing.ts';

/** One or two sentences without the last full stop: what stands out, and where it may lead. */
export function clue({ kind, parameters, packets }: Clue): string {
  const say = sentences[kind] as (parameters: ClueParameters[ClueKind], packets: number) => string;
  return say(parameters, packets);
}

const sentences: {
  readonly [K in ClueKind]: (parameters: ClueParameters[K], packets: number) => string;
} = {
  'back-to-sender': ({ bridge, port, sender, asked }, packets) =>
    `从 ${sender} 到 ${asked} 的 ${counted(packets, '个包')}被转换回 ${sender}，并从其进入的 ${bridge} 离开。网桥只有在 hairpin 模式下才会把帧从其进入的端口送出：bridge -d link 可以查看，bridge link set dev ${port ?? 'PORT'} hairpin on 可以开启`,
  'bridged-frames-filtered': ({ bridge }, packets) =>
    `${counted(packets, '个被丢弃的包')}只是从 ${bridge} 的一个端口桥接到另一个：因为加载了 br_netfilter 且 net.bridge.bridge-nf-call-iptables 为 1，网桥的帧也会经过 IP 的规则`,
  'bridged-frames-tproxied': ({ bridge }, packets) =>
    `${counted(packets, '个包')}从 ${bridge} 的端口进入，还在网桥上时就遇到了 PREROUTING 的规则（PHYSIN=，net.bridge.bridge-nf-call-iptables 为 1）：TPROXY 在那里赋予包的套接字，在 IP 接手之前就会丢失。将 net.bridge.bridge-nf-call-iptables 设为 0，或检查该套接字是否在监听（ss -lntup）`,
  'syn-repeated': ({ src, dst, dport, times, connections }) => {
    const peer = `${dst}${dport === null ? '' : ` 端口 ${dport}`}`;
    const what =
      connections === 1
        ? `从 ${src} 到 ${peer} 的同一个 SYN 出现了 ${times} 次`
        : `到 ${peer} 的 ${connections} 个连接的 SYN 重复出现，共 ${times} 个包（第一个来自 ${src}）`;
    return `${what}：每一个都被放行，而日志中没有对它们的应答。请检查对端和返回路径`;
  },
  'rewritten-before-ipsec': ({ src, dst, rewrittenTo }, packets) =>
    `${counted(packets, '个包')}属于从 ${src} 到 ${dst} 的 IPsec 策略，但其源地址之前被改写${rewrittenTo === null ? '为接口的地址' : `为 ${rewrittenTo}`}：以该源地址，ip xfrm policy 中没有策略保护它们，于是以明文离开。让这些包不经过 NAT（iptables：在改写的规则之前加 -m policy --dir out --pol ipsec -j ACCEPT）`,
  'drops-counted': ({ table, chain, rule, packets, bytes, isBetweenDumps, invalid }) => {
    const who =
      rule === null
        ? `${table}/${chain} 的默认策略`
        : `${table}/${chain} 的${rule.number === null ? '某条规则' : `规则 ${rule.number}`}（${rule.text}）`;
    const when = isBetweenDumps ? '在两次转储之间' : '自计数器上次清零以来';
    return `${who}${when}丢弃了 ${counted(packets, '个包')}（${counted(bytes, '字节')}）${invalid ? '。只有 conntrack 归为 INVALID 的包会匹配它：请求走了另一条路的应答、早于防火墙的连接、错误的校验和' : ''}`;
  },
  'forwarding-off': ({ seen, src, dst }) =>
    `抓包中有 ${seen} 个数据包既不是来自本机，也不是发往本机（第一个从 ${src} 到 ${dst}），而 net.ipv4.ip_forward 为 0：主机不转发其中任何一个。要转发：sysctl -w net.ipv4.ip_forward=1`,
  'refused-on-arrival': ({ interface: dev, seen, src, dst, why }) =>
    `抓包中有 ${counted(seen, '个发往本机的包')}从 ${dev} 进入（第一个从 ${src} 到 ${dst}），而按诊断包中的文件，路由会丢弃它们：${refusal(why)}（${title(why.kind)}）`,
  'translation-missed': ({ seen, src, dst, dport, rule, failed }) =>
    `抓包中有 ${counted(seen, '个 SYN')}进入（目的 ${dst} 端口 ${dport}，第一个来自 ${src}），没有应答，也没有 DNAT 规则匹配：${ruleOf(rule)}针对该端口，但${mismatch(failed)}。请为该地址或接口发布此端口，或连接到规则所要求的地址`,
  'answers-not-accepted': ({ table, chain }) =>
    `${table}/${chain} 的策略是丢弃，而经过它的路上没有规则查询已建立的连接：应答只有在规则接受其自身的地址和端口时才能通过。通常在开头放一条规则（iptables：-m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT；nft：ct state established,related accept）`,
  'losses-counted': ({ source, dev, name, from, to }) => {
    const meaning = lossMeanings[source === 'snmp' || source === 'conntrack' ? name : `${source} ${name}`];
    return `${lossName[source](name, dev)} 在两次读数之间增加了 ${grouped(to - from)}（从 ${grouped(from)} 到 ${grouped(to)}）${meaning === undefined ? '' : `：${meaning}`}`;
  },
  'drops-recorded': ({ location, reason, packets }) =>
    `丢包记录显示内核${location === null ? '' : `在 ${location}() 中`}释放了 ${counted(packets, '个包')}${reason === null ? '' : `，原因为 ${reason}`}`,
  'checksums-wrong': ({ seen, src, dst }) =>
    `tcpdump 称 ${counted(seen, '个包')}的校验和错误（第一个从 ${src} 到 ${dst}）。在它们离开的地方这很常见：网卡稍后才计算。在它们进入的地方，conntrack 会将这种包归为 INVALID，接收方会丢弃它们：在发送方试试 ethtool -K DEV tx off`,
};
