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
import { listed } from './lists.ts';
import { counted } from './numbers.ts';
import { open as openWords } from './what-if.ts';

export const heading = '怎样能让它通过';
export const noDeadEnd = '采集中没有包被丢弃。';
export const proven = '已证明';
export const notProven = '不确定';

/** `312 个包：被……丢弃` */
export function deadEnd({ cause, packets }: FixedDeadEnd): string {
  return `${counted(packets, '个包')}：${summary(cause)}`;
}

export function owner(name: string): string {
  return `这些规则由 ${name} 维护。`;
}

/** One sentence: what a fix does to let the packets pass. */
export function why({ why: parts }: Pick<Fix, 'why'>): string {
  return parts.map(whyPart).join('');
}

function whyPart(of: FixWhy): string {
  switch (of.kind) {
    case 'accept': {
      const what = of.answers === 'yes' ? '放行该服务的应答' : '放行该服务';
      return `在${of.before === null ? ` ${of.place} 的默认策略` : ` ${of.place} 中终结它的规则（${of.before}）`}之前${what}。`;
    }
    case 'move':
      return `${of.chain} 的规则 ${of.from} 会放行这些包，但它们先在规则 ${of.to} 处被丢弃：将其移到后者之前。`;
    case 'add-to-set':
      return `放行这类包的规则（${of.rule}）查询集合 ${of.set}，而其中没有 ${of.element}。`;
    case 'take-from-set':
      return `终结它们的规则（${of.rule}）查询集合 ${of.set}，而其中有 ${of.element}。`;
    case 'take-exception':
      return `放行这类包的规则（${of.rule}）查询集合 ${of.set}，而其中的条目“${of.element} nomatch”将它们排除在外。`;
    case 'loose-rp-filter':
      return of.wayBack === null
        ? `没有经 ${of.dev} 回到 ${of.source} 的路由；rp_filter 2 只要求有任意一条返回路由。`
        : `回到 ${of.source} 的路由是“${of.wayBack}”，不经 ${of.dev}：若两个方向有意走不同路径，则这样修改是对的；rp_filter 2 只要求有任意一条返回路由。`;
    case 'no-rp-filter':
      return `关闭 ${of.dev} 的反向路径过滤。`;
    case 'route-back':
      return `让回到 ${of.source} 的路由经由其到来的 ${of.dev}：若错误在于路由，则这样修改是对的。`;
    case 'add-route':
      return of.like === null
        ? `${of.destination} 是该接口的邻居。`
        : `没有到 ${of.destination} 的路由；此路由使用“${of.like}”的下一跳：请确认它通向那里。`;
    case 'around-refusal':
      return `在“${of.refusing}”之前，为 ${of.destination} 设一条更具体的条目。`;
    case 'remove-refusal':
      return `移除“${of.refusing}”，对它所拒绝的一切都生效。`;
    case 'forwarding':
      return of.dev === null ? '在每个接口上开启转发。' : `为从 ${of.dev} 进入的包开启转发。`;
    case 'mtu':
      return `若链路支持，将${of.route === null ? ` ${of.dev} ` : `路由“${of.route}”`}的 MTU 提高到 ${of.bytes} 字节；否则让 ICMP 错误能到达发送方，或钳制 MSS。`;
    case 'link-up':
      return `${of.destination} 在 ${of.dev} 的网络中，而该接口处于 down 状态。`;
    case 'retarget':
      return `${of.chain} 的规则 ${of.number} 将这些包送往 ${of.old}，而那里没有应答；${of.now} 是 ${of.dev} 上唯一看到的其他主机：请确认服务在那里。`;
    case 'delete-entry':
      return `一条改动之前的 conntrack 表项仍将该连接送往 ${of.old}；删除后由规则重新决定。`;
    case 'wider-ports':
      return `让 ${of.chain} 的规则 ${of.number} 有更多端口可选。`;
  }
}

/** One sentence: what else a fix lets through. */
export function opens({ opens: parts }: Pick<Fix, 'opens'>): string {
  return [...new Set(parts.map(opensPart))].join('');
}

function opensPart(of: FixOpens): string {
  switch (of.kind) {
    case 'service':
      return `让所有到达此规则的人都能访问 ${service(of.service)}。`;
    case 'rule-moved':
      return `放行“${of.text}”所选中的一切。`;
    case 'set':
      return `每条查询集合 ${of.set} 的规则都会受此影响。`;
    case 'spoofing':
      return `从 ${of.dev} 进入的伪造源地址不再全部被拒绝。`;
    case 'route':
      return `发往 ${of.destination} 的每个包都走此路径。`;
    case 'forwarding':
      return of.dev === null ? '主机在其所有接口之间转发。' : `主机转发从 ${of.dev} 进入的一切。`;
    case 'nothing':
      return '不放行其他任何包。';
  }
}

function service({ protocol, dst, dport, icmpType }: FixedService): string {
  return `${protocol} ${dst}${dport === null ? '' : ` 端口 ${dport}`}${icmpType === null ? '' : `（类型 ${icmpType}）`}`;
}

/** One sentence: where the owner of the rules keeps the same for good; null where nothing is known. */
export function persist(of: FixPersist | null): string | null {
  if (of === null) return null;
  const { owner: who, hook, service: to, interfaces, names, says } = of;
  const port = to?.dport ?? null;
  const tcp = to === null ? '' : `proto ${to.protocol} to ${to.dst}${port === null ? '' : ` port ${port}`}`;
  const it = to === null ? '它' : ` ${service(to)} `;
  switch (who) {
    case 'docker':
      return 'Docker 不改动 DOCKER-USER，但重启会将其清空：将该命令放入在 docker.service 之后运行的 unit。';
    case 'ufw':
      return to === null
        ? '给 ufw 同样的规则；绕过它输入的规则在其下次重载时会消失。'
        : `在 ufw 中永久生效：ufw ${hook === 'forward' ? 'route ' : ''}allow ${interfaces.in === '' ? '' : `in on ${interfaces.in} `}${hook === 'forward' && interfaces.out !== '' ? `out on ${interfaces.out} ` : ''}${tcp}。`;
    case 'firewalld':
      return hook === 'forward'
        ? `在 firewalld 中永久生效：在 ${interfaces.in} 与 ${interfaces.out} 的 zone 之间设一条 policy（firewall-cmd --permanent --new-policy NAME；--policy NAME --add-ingress-zone、--add-egress-zone、--add-rich-rule 'rule family="ipv4" destination address="${to?.dst ?? ''}" port port="${port ?? ''}" protocol="${to?.protocol ?? ''}" accept'）。`
        : `在 firewalld 中永久生效：firewall-cmd --permanent --zone=$(firewall-cmd --get-zone-of-interface=${interfaces.in}) --add-port=${port ?? ''}/${to?.protocol ?? ''}，然后 firewall-cmd --reload。`;
    case 'calico':
      return names.length === 0
        ? `Calico 会重写其链：在选中该 pod 的 NetworkPolicy 中放行 ${to?.protocol ?? ''} ${port ?? ''}（kubectl get networkpolicy -A）。`
        : `Calico 会重写其链：在 NetworkPolicy ${listed(names.slice(0, 3), 'or')} 中放行 ${to?.protocol ?? ''} ${port ?? ''}（kubectl edit networkpolicy）。`;
    case 'kube-proxy':
      return 'kube-proxy 会重写其链：必须修改 Service 本身（kubectl edit service）。';
    case 'kube-router':
    case 'cilium':
    case 'weave':
    case 'antrea':
    case 'flannel':
    case 'istio':
    case 'cni':
      return `${who} 会重写其链：在选中该 pod 的 NetworkPolicy 中放行 ${to?.protocol ?? ''} ${port ?? ''}（kubectl get networkpolicy -A）。`;
    case 'libvirt':
      return 'libvirt 在网络启动时会重写其链：将转发模式改为 "route" 或 "open"（virsh net-edit），或在 /etc/libvirt/hooks/network 的钩子中执行该命令。';
    case 'podman':
      return 'Podman 会为每个容器重写其链：发布该端口（podman run -p）。';
    case 'shorewall':
      return `在 Shorewall 中永久生效：在 /etc/shorewall/rules 中为${it}加一行 ACCEPT，然后 shorewall reload。`;
    case 'openwrt':
      return `在 OpenWrt 中永久生效：在 /etc/config/firewall 中为${it}加一条规则（uci add firewall rule），然后 service firewall reload。`;
    case 'proxmox':
      return '在 Proxmox VE 中永久生效：在其防火墙（数据中心、节点或客户机 > 防火墙）中加一条 ACCEPT 规则。';
    case 'nixos':
      return '在 NixOS 中永久生效：configuration.nix 中的 networking.firewall。';
    case 'csf':
      return '在 CSF 中永久生效：在 /etc/csf/csf.allow 中加一行，然后 csf -r。';
    case 'fail2ban':
      return 'fail2ban 维护封禁：fail2ban-client unban ADDRESS，以及 jail.local 中的 ignoreip。';
    case 'tailscale':
      return 'tailscaled 会重写其链：由其访问规则（ACL）决定。';
    case 'lxd':
      return 'LXD 和 Incus 会重写其链：在那里设网络 ACL 或 forward。';
    case 'sysctl':
      return `永久生效：将 ${says} 写入 /etc/sysctl.d 中的文件。`;
    case 'ip-route':
      return '永久生效：写入负责设置网络的配置（netplan、NetworkManager、ifupdown、systemd-networkd）。';
    case 'iptables':
      return '永久生效：将 iptables-save 写入主机启动时加载的文件（/etc/iptables/rules.v4、/etc/sysconfig/iptables）。';
    case 'nft':
      return '永久生效：写入 /etc/nftables.conf 或它所包含的文件。';
    case 'ipset':
      return '永久生效：将 ipset save 写入主机启动时加载的文件，或修改填充该集合的程序。';
  }
}

/** Why nothing on this host will help; a sentence. */
export function unfixable(of: Unfixable): string {
  switch (of.kind) {
    case 'no-endpoints':
      return `没有规则能解决：Service ${of.service} 没有 endpoint。没有就绪的 pod 符合其 selector，或其 targetPort 不是它们的端口（kubectl get endpoints、kubectl get pods）。`;
    case 'neighbour':
      return `在本机上无法解决：${of.address} 在 ${of.dev} 上没有应答。请检查它是否在线、是否在该链路和该 VLAN 中。`;
    case 'stale-dnat':
      return `DNAT 将这些包送往 ${of.target}（${of.rule}），而${of.dev === null ? '' : ` ${of.dev} 上`}那里没有主机：该规则的目标已过时，或其后的主机不在线。`;
    case 'no-gateway':
      return `缺少到 ${of.destination} 的路由，诊断包中没有内容说明哪台路由器通向那里。`;
    case 'martian':
      return '这样丢弃是正确的：这里不允许主机使用这种源地址或目的地址。';
    case 'ttl':
      return '这样丢弃是正确的：TTL 已耗尽，原因是路由环路或 traceroute。';
    case 'protection':
      return '由 IPsec 策略决定：它所要求的安全关联不存在（ip xfrm state），或它有意阻止。';
    case 'outside':
      return '本机没有规则、路由或设置决定这一丢弃。';
    case 'not-proven':
      return '所尝试的改动都没有被证明能让这些包通过。';
    case 'queue-reader':
      return `读取队列 ${listed(of.queues.map(String))} 的程序没有运行：请启动它。`;
    case 'not-replayable':
      return '在诊断包的配置中走查时，这些包的结果与采集不同，因此无法对它们作出证明。';
  }
}

/** `能让 2 条流通过；采集中没有其他流改变。` */
export function effect({ flows, alsoChanges }: Fix): string {
  const living = new Set(flows.map(({ flow }) => JSON.stringify(flow))).size - alsoChanges;
  const others =
    alsoChanges === 0 ? '采集中没有其他流改变' : `采集中另有 ${counted(alsoChanges, '条流')}会改变或可能改变`;
  return `能让 ${counted(Math.max(1, living), '条流')}通过；${others}。`;
}

/** Why a fix is not certain; a sentence. */
export function doubt({ flows }: Fix): string {
  const open = flows.find((flow) => flow.open !== null)?.open ?? null;
  return open === null ? '不确定：走查依赖诊断包未显示的内容。' : `不确定：${openWords(open)}`;
}

export function packetLives(packet: number): string {
  return `包 ${packet} 不在任何丢包点中`;
}

export function noPacket(asked: string, count: number): string {
  return `--packet ${asked}：采集中的包为 1 到 ${count}`;
}

export const find = '怎样能让它通过';
export const finding = '正在尝试改动…';
export const copyCommands = '复制命令';
export const tryOut = '试一试';
export const tryOutTip = '在“尝试改动”中打开这些命令';
