import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import type {
  CaptureFault,
  CounterFault,
  DiagnosticKind,
  DiagnosticParameters,
  EntryFault,
  FullRoom,
  LimitStop,
  UnreadPacket,
} from '../../model/diagnostic-kind.ts';
import { grouped } from '../../model/grouped.ts';
import { drift } from './drift.ts';
import { malformed } from './malformed.ts';
import { counted } from './numbers.ts';
import { streamFault } from './stream-faults.ts';
import { iptablesTrace, nftTrace } from '../trace-commands.ts';

/** What a diagnostic says, as one or more sentences without the last full stop. */
export function message({ kind, parameters }: Diagnostic): string {
  const say = sentences[kind] as (parameters: DiagnosticParameters[DiagnosticKind]) => string;
  return say(parameters);
}

function limitStop(why: LimitStop, count: number): string {
  const files = counted(count, '个文件');
  switch (why.kind) {
    case 'nested-too-deep':
      return `${files}未打开，在其他归档中嵌套过深`;
    case 'compressed-too-often':
      return `${files}未解压，重复压缩次数过多`;
    case 'stream-over-limit':
      return `${files}被截断或缺失，因为${streamFault(why.fault)}`;
  }
}

const severities: Readonly<Record<Severity, string>> = { error: '错误', warning: '警告', info: '提示' };

/** How grave it is, in a word. */
export function severity(of: Severity): string {
  return severities[of];
}

const sentences: {
  readonly [K in DiagnosticKind]: (parameters: DiagnosticParameters[K]) => string;
} = {
  'not-readable': ({ reason }) => `无法读取该文件：${reason}`,
  'reading-stopped': ({ reason }) => `读取中止：${reason}`,
  'stream-damaged': ({ fault, unpackedBytes }) =>
    `压缩数据已损坏（${streamFault(fault)}）：${readable(unpackedBytes)}`,
  'stream-cut-off': ({ unpackedBytes }) => `压缩文件提前结束：${readable(unpackedBytes)}`,
  'stream-over-limit': ({ fault, unpackedBytes }) =>
    `解压已中止，因为${streamFault(fault)}：${readable(unpackedBytes)}`,
  'stream-unsupported': ({ fault, unpackedBytes }) =>
    `未解压，因为${streamFault(fault)}${unpackedBytes === 0 ? '' : `：${readable(unpackedBytes)}`}`,
  'too-many-entries': ({ entries }) =>
    `${entries === null ? '归档中的名称超过 32 MB' : `归档中的文件超过 ${grouped(entries)} 个`}；其余已略去`,
  'nested-too-deep': () => '未打开：在其他归档中嵌套过深',
  'compressed-too-often': () => '未解压：重复压缩次数过多',
  'files-over-limit': ({ groups }) =>
    groups.map(({ why, count, first }) => `${limitStop(why, count)}：${first.join('、')} 等`).join('；'),
  'entry-left-out': ({ why }) => `已略去：${entryFault(why)}`,
  'entry-misplaced': ({ why }) => `已略去：${entryFault(why)}`,
  'entries-left-out': ({ groups }) =>
    groups
      .map(
        ({ why, count, first }) =>
          `略去 ${counted(count, '个条目')}（${entryFault(why)}）：${first.join('、')} 等`,
      )
      .join('；'),
  'no-archive-entry': ({ skippedBytes }) =>
    skippedBytes === null
      ? '归档已损坏：此处之后的内容都无法读取'
      : `跳过了不属于任何条目的 ${counted(skippedBytes, '字节')}`,
  'end-mark-missing': ({ archive }) => `该 ${archive} 归档没有结束标记：可能缺少文件`,
  'names-cut': ({ count, bytes }) => `${counted(count, '个名称')}超过 ${counted(bytes, '字节')}，已截短`,
  'entry-cut-off': ({ available, size }) =>
    `归档在该文件的 ${counted(size, '字节')}中的第 ${grouped(available)} 字节之后结束`,
  'zip-in-archive': () => '归档中的 zip 文件过大：请先解压它',
  'zip-without-directory': ({ found }) =>
    `该 zip 文件没有目录，很可能被截断。恢复了 ${counted(found, '个文件')}`,

  'file-empty': () => '文件为空',
  'file-unrecognised': () => '无法识别为本版本可读取的内容；未使用',
  'part-unrecognised': ({ heading }) =>
    `${heading === null ? '文件的这一部分' : `“${heading}”之下的部分`}无法识别为本版本可读取的内容`,
  'more-notes': ({ count }) => `另有 ${grouped(count)} 条同类说明已略去`,
  'first-bytes-read': ({ bytes }) => `只读取了前 ${counted(bytes, '字节')}`,
  'too-many-log-hosts': ({ hosts, lines }) =>
    `该文件包含超过 ${hosts} 台主机的日志：${counted(lines, '行')}未读取`,
  'output-not-used': ({ command }) => `${command} 的输出：已识别，但未使用`,
  'line-malformed': ({ why }) => malformed(why),
  'more-trace-lines-malformed': ({ count }) => `另有 ${counted(count, '行 TRACE')} 无法读取`,
  'rule-words-unknown': ({ words, text }) => `不理解：${words}${text === null ? '' : `（在“${text}”中）`}`,
  'listing-gap': ({ chain, numbers }) =>
    numbers === null
      ? `链 ${chain} 有行被删去`
      : numbers[0] === numbers[1]
        ? `链 ${chain} 缺少规则 ${numbers[0]}`
        : `链 ${chain} 缺少规则 ${numbers[0]} 到 ${numbers[1]}`,
  'block-not-closed': () => '有一个块没有闭合：此行之前缺少若干行',
  'capture-damaged': ({ packets, fault }) => `抓包文件在第 ${packets} 个包之后损坏：${captureFault(fault)}`,
  'capture-cut-off': ({ packet }) => `抓包文件在第 ${packet} 个包中间结束`,
  'capture-too-long': ({ packets, kept }) => `在 ${counted(packets, '个包')}中只保留了前 ${grouped(kept)} 个`,
  'packets-passed-over': ({ groups }) =>
    `未使用的包：${groups.map(({ what, count }) => `${grouped(count)} 个${unread(what)}`).join('，')}`,

  'log-without-trace': () => '内核日志，但没有 iptables TRACE 的行',
  'log-repeated': ({ lines, original }) => `${counted(lines, '行 TRACE')} 也出现在 ${original} 中；只计一次`,
  'trace-repeated': ({ lines }) => `${counted(lines, '行')}与 nft monitor trace 显示的相同；只计一次`,
  'log-order-unknown': ({ paths }) =>
    `${paths.join('、')} 没有共同的时钟。按此顺序读取；若一个包的行分布在其中两个文件中，可能显示为两个包`,
  'log-lines-lost': ({ words }) => `日志自身表明此行之前有缺失：“${words}”`,
  'log-lines-cut': ({ lines }) =>
    `${counted(lines, '行日志')}被分页程序在屏幕边缘截断：请发送 journalctl --no-pager 的输出或日志文件本身`,
  'log-read-in-part': ({ lines, percent, full }) =>
    `读取到第 ${grouped(lines)} 行${percent === null ? '' : `（文件的 ${percent} %）`}：${limit(full)}。其余部分未分析；如需分析，请截取日志的一部分：${howToCut}`,
  'log-not-read': ({ full }) =>
    `未读取：在它之前的日志中，${limit(full)}。请单独分析它或其一部分：${howToCut}`,

  'ruleset-of-other-backend': ({ log }) =>
    log === 'legacy'
      ? '日志来自 iptables-legacy，而规则集来自 iptables-nft，因此这不是这些包所遇到的规则。请发送 iptables-legacy-save 的输出'
      : '跟踪来自 nftables，而规则集来自 iptables-legacy，因此这不是这些包所遇到的规则。请发送 nft -a list ruleset 的输出',
  'trace-rules-contradict': ({ counted: packets, logged, why }) =>
    `TRACE 规则计数为 ${counted(packets, '个包')}，而日志显示 ${grouped(logged)} 个：${counterFault(why)}`,
  'counter-contradicts': ({ place, rule, dumps, counted: packets, logged, why }) => {
    const chain = `${place.table}/${place.chain}`;
    const whose = rule === 'policy' ? `${chain} 的默认策略` : `${chain} 的规则 ${rule.number ?? '?'} `;
    return `${whose}${dumps ? '在两次转储之间' : ''}计数为 ${counted(packets, '个包')}，而日志显示 ${grouped(logged)} 个：${counterFault(why)}`;
  },
  'more-counters-contradict': ({ count }) => `另有 ${counted(count, '条规则')}的计数器与日志不符`,
  'no-trace-events': () => '没有文件包含 TRACE 行，因此没有可跟踪的包',
  'no-trace-rule': ({ whole, hidden, about }) => {
    const what = whole
      ? '规则集中没有 TRACE 规则，因此没有包被跟踪'
      : '该列表没有显示 TRACE 规则所在的 raw 表';
    const interfaces = hidden ? '。该列表没有使用 -v，因此也没有显示规则的接口：请发送 iptables-save -c' : '';
    return `${what}。下次尝试之前：${iptablesTrace(about)}（本机发出的包用 OUTPUT）；之后将 -I 换成 -D 再执行一次${interfaces}`;
  },
  'no-nftrace-rule': ({ about }) =>
    `规则集中没有带 meta nftrace set 1 的规则，因此没有包被跟踪。下次尝试之前：${nftTrace(about)}（本机发出的包用 hook output），然后在流量通过时运行 nft monitor trace；之后：nft delete table inet netopsy_trace`,
  'trace-rule-unmatched': () => '该规则会跟踪包，但没有包匹配过它：其条件与流量不符，或没有流量',
  'trace-goes-to-monitor': ({ by }) =>
    by === 'nft'
      ? '该规则跟踪的内容不会写入日志：请在流量通过时运行 nft monitor trace'
      : '使用 iptables-nft 时，TRACE 不会写入内核日志：请在流量通过时运行 xtables-monitor --trace',
  'trace-lines-absent': ({ packets, mayBeNft }) =>
    `该规则已跟踪 ${counted(packets, '个包')}，但诊断包中没有它们的行：日志属于另一时间或被截断，或这些行写到了别处${mayBeNft ? '。如果 iptables -V 显示 nf_tables，TRACE 不会写入内核日志：请在流量通过时运行 xtables-monitor --trace' : ''}`,
  'nf-log-none': ({ family, key }) =>
    `${family} 没有绑定日志器（${key} = NONE），因此 TRACE 行无处可去：modprobe nf_log_syslog（旧内核为 nf_log_ipv4），然后 sysctl -w ${key}=nf_log_ipv4`,
  'nf-log-elsewhere': ({ family, key }) =>
    `${family} 的日志行写给了 ulogd 之类的程序，而不是内核日志（${key} = nfnetlink_log）：请发送其文件`,
  'nf-log-namespaces': () =>
    '只有主机自身的网络命名空间会写入内核日志：其他命名空间（容器、ip netns）中的 TRACE 规则不会留下日志行，除非 sysctl -w net.netfilter.nf_log_all_netns=1',
  'no-ruleset': ({ host, logged }) =>
    `诊断包中没有${host === '' ? '该主机' : `主机 ${host} `}的规则集：${logged ? '无法显示记录日志的规则' : '无法将规则编号对应到规则内容'}`,
  'ruleset-drift': ({ chain, host, reasons, more }) =>
    `${host === '' ? '' : `${host} 上的 `}${chain} 在日志与规则集之间已有改动：${reasons.map(drift).join('；')}${more > 0 ? `；另有 ${grouped(more)} 处` : ''}`,
  'rule-passed-over': ({ chain, host, rule, metInstead, packets, mayBeLost }) => {
    const instead = metInstead === null ? `来到了 ${chain} 的末尾` : `遇到了 ${chain} 的规则 ${metInstead}`;
    const counter = rule.counted === null ? '' : `（已计数 ${counted(rule.counted, '个包')}）`;
    return `${host === '' ? '' : `${host} 上`}有 ${counted(packets, '个包')}${instead}，而此前规则 ${rule.number}（“${rule.text}”）${counter}必然匹配，却没有日志行。${mayBeLost ? '其日志行丢失，或' : '或'}规则集属于另一时间，或该规则并不像它写的那样工作`;
  },
  'bundle-cleaned': ({ sign }) =>
    `诊断包已被清洗（“${sign}”）：其地址已被替换，因此不再知道哪个地址属于哪个网络。只使用日志自身显示的内容；路由决定、反向路径过滤以及地址是否在规则的网络中都无法判断。如需这些，请发送原始诊断包`,
  'addresses-redacted': ({ sign }) =>
    `地址被词语代替（“${sign}”）：只作为文本比较。对这些包，需要地址本身的判断（例如路由或规则的网络）无法得出`,
  'namespace-apart': ({ namespace, host }) =>
    `网络命名空间 ${namespace} 有自己的规则和路由；按主机“${host}”处理`,
  'host-unknown': ({ hosts }) =>
    `日志来自 ${counted(hosts.length, '台主机')}（${hosts.join('、')}），无法得知该文件属于哪一台，因此未使用`,
  'host-differs': ({ own, host }) => `该文件写着主机 ${own}，而日志来自 ${host}；按 ${host} 使用`,
  'journeys-ambiguous': ({ packets }) =>
    `${counted(packets, '个包')}过于相似，有些行可能属于其中另一个；其数量是正确的`,
  'journeys-incomplete': ({ packets }) =>
    `日志缺少 ${counted(packets, '个包')}的行：最初的行，或中间的某些行`,
};

const howToCut = "按行截取（sed -n 'FROM,TOp'）或按时间截取（journalctl -k --since ... --until ...）";

function readable(bytes: number): string {
  return bytes === 0 ? '没有能解压出内容' : `解压出 ${counted(bytes, '字节')}`;
}

function limit({ lines, packets }: FullRoom): string {
  const read = counted(lines, '行');
  return packets === null
    ? `已达到上限，共 ${read}被跟踪包的日志`
    : `内存已满，共 ${counted(packets, '个被跟踪包')}的 ${read}`;
}

function entryFault(why: EntryFault): string {
  switch (why.kind) {
    case 'special':
      return '是链接或设备，不是文件';
    case 'sparse':
      return '是没有数据或映射表无法读取的稀疏文件';
    case 'encrypted':
      return '已加密';
    case 'overlapping':
      return '与其他条目重叠，如同 zip 炸弹';
    case 'misplaced':
      return 'zip 文件中其位置上存放的是其他内容';
    case 'zip-method':
      return `不支持 zip 压缩方法 ${why.method}`;
  }
}

function captureFault(fault: CaptureFault): string {
  switch (fault.kind) {
    case 'no-header':
      return '不是 pcap 文件的头部';
    case 'no-byte-order':
      return '有一节没有字节序';
    case 'no-packet-header':
      return '有一个包没有头部';
    case 'packet-size':
      return `有一个不可能的 ${counted(fault.bytes, '字节')}的包`;
    case 'block-size':
      return `有一个不可能的 ${counted(fault.bytes, '字节')}的块`;
  }
}

function unread(what: UnreadPacket): string {
  switch (what.kind) {
    case 'arp':
      return ' ARP';
    case 'not-ip':
      return '既非 IP 也非 ARP';
    case 'damaged':
      return '头部不全或已损坏';
    case 'link-type':
      return `链路类型 ${what.number}`;
  }
}

function counterFault(why: CounterFault): string {
  switch (why) {
    case 'stale':
      return '计数器被清零，或规则集早于日志';
    case 'lost-or-older':
      return '日志行有丢失，或计数器早于日志';
    case 'lost':
      return '日志行有丢失';
    case 'lost-or-later':
      return '日志行有丢失，或跟踪开始得更晚';
  }
}
