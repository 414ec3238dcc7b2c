import type { Progress } from '../../model/progress.ts';
import { grouped } from '../../model/grouped.ts';
import { listed } from './lists.ts';

/** What the usage text, the manual page and shell completion say of the command line: one sentence for each word of it. */

export const title = '沿着表、链和路由追踪被跟踪的包，说明它们在哪里、为何被丢弃';

/** What each command does. */
export const commands = {
  analyze: '发生了什么：以文本、JSON 或 HTML 报告给出',
  packets: '每个包的旅程一行 JSON',
  diff: '两次采集之间改动了什么，以及对流量的影响',
  route: '主机的策略路由规则和路由如何处理一个包',
  simulate: '一个尚未发送的包会去向何处',
  whatif: '对主机配置的改动会如何影响采集中的包',
  export: '将旅程、步骤、丢包点、规则和文件导出为 Parquet，便于一次查询任意多个诊断包',
  completion: '供 shell 补全 netopsy 命令的脚本',
  man: '手册页，用于 man -l -',
  triage: '文件夹中每个诊断包一行：主机、包数、最主要的丢包点、缺少什么',
  collect: '在主机上收集 netopsy 所读内容的 shell 脚本；给出 BUNDLE 时，收集其所缺的内容',
  reach: '某一类的所有包会怎样：在哪里终结，哪些被放行',
  fix: '能让被丢弃的包通过的最小改动，每一项都在改动后的配置中走查证明',
};

/** What each option does; one that several commands share does the same in all of them. */
export const options = {
  json: '输出 JSON',
  ndjson: '每行输出一个 JSON 对象',
  html: '将 HTML 报告写入 FILE',
  redact:
    '替换地址、MAC、主机名、域名和电子邮件地址，同一值总是换成同一替代值。' +
    '替换列表写入 FILE.map.json，没有 --html 时写入 netopsy-redaction.map.json；请保留该列表，不要发送',
  'redact-key': '对同一 TEXT 作相同的替换',
  'redact-map': '将替换列表写入 FILE',
  'redact-words': '替换 FILE 中列出的词语（每行一个），无论出现在哪里',
  expect:
    "采集必须显示的内容：'PROTO SRC > DST[:PORT] DISPOSITION[ CAUSE-KIND]'。SRC 和 DST 是地址、前缀或 any。" +
    '可以给出多个；退出状态为 4，并对采集与之矛盾或无法显示的每一项输出一行',
  host: '诊断包有多台主机时，所询问的主机',
  iptables: '一项改动，写法与在主机上 iptables 之后所输入的相同；按给出的顺序进行',
  ip6tables: '一项改动，写法同 ip6tables 之后所输入的',
  nft: '一项改动，写法同 nft 之后所输入的',
  ip: '对 ip route、rule、addr 或 link 的改动，写法同 ip 之后所输入的',
  sysctl: '一项改动，写法同 sysctl -w 之后所输入的',
  ipset: '一项改动，写法同 ipset 之后所输入的',
  fixes: '在报告中写明怎样能让每个丢包点通过',
  packet: '所询问的包，以 netopsy packets 中的编号表示',
  conntrack: '删除 conntrack 表项，写法同 conntrack 之后所输入的',
  config: '用修改过的 FILE（iptables-save、nft list ruleset、ip route、sysctl -a 等）代替诊断包中同类的内容',
  to: '目的地址',
  from: '源地址',
  iif: '包进入的接口；不指定则由主机自身发送',
  mark: '防火墙 mark',
  tos: 'TOS 字节',
  in: '包进入的接口',
  local: '由主机自身发送该包',
  src: '源地址',
  dst: '目的地址',
  proto: '协议，用名称或编号',
  sport: '源端口',
  dport: '目的端口',
  state: 'conntrack 中的状态：NEW（默认）、ESTABLISHED、RELATED、INVALID 或 UNTRACKED',
  ttl: 'TTL；默认 64',
  length: '长度（字节）',
  'tcp-flags': '置位的 TCP 标志，例如 SYN,ACK',
  'icmp-type': 'ICMP 类型；默认为回显请求',
  'icmp-code': 'ICMP 代码',
  never: '说明每条规则是否永远不可能匹配任何包，以及原因',
  through: '只看到达这条链的包，或匹配其第 N 条规则的包（或可能如此）',
  end: '只看如此终结或可能如此终结的包：forwarded、delivered、sent、dropped、rejected、queued、unknown',
  uid: '发送该包的程序所属的用户',
  quiet: '没有说明和进度，只有结果和失败',
  lang: '文本、报告以及 JSON 中句子的语言',
  color: '文本是否着色：auto（在终端上，除非设置了 NO_COLOR）、always 或 never',
  flow: "跟踪该流的两个方向：'PROTO SRC > DST[:PORT]'；不指定则不跟踪",
  seconds: '跟踪多少秒；默认 10',
  packets: 'collect：最多跟踪多少个包，默认 200。simulate：FILE 中的包，每行一个 JSON；用 - 表示标准输入',
  'no-trace': '不跟踪',
  resume: '略去 FILE（先前运行的输出）中已有一行的诊断包',
  parquet: '写入 DIR/bundle=CHECKSUM/journeys.parquet、steps、dead_ends、rules 和 artifacts；已有的保持不变',
  help: '打印本说明',
};

/** What a command's operands are. */
export const bundle =
  'BUNDLE 是文件夹、归档（.tar、.tar.gz、.tar.xz、.tar.zst、.tar.bz2、.zip），或依次列出的多个文件。';

/** What each exit status means. */
export const exitStatuses = {
  0: '已分析',
  1: '无法写入输出',
  2: '命令行有误',
  3: '输入中没有可分析的内容',
  4: '采集与某项期望矛盾，或无法显示它',
};

export const usageHeading = '用法';
export const optionsHeading = '选项';
export const exitStatusHeading = '退出状态';
export const commonOptionsHeading = '所有命令的选项';
export const moreHelp = 'netopsy COMMAND --help 说明单个命令的选项。';

export function unknownCommand(name: string): string {
  return `未知命令 ${name}`;
}

const stages: Readonly<Record<string, string>> = {
  opening: '打开',
  reading: '读取',
  joining: '关联',
  explaining: '解释',
};

/** `读取 42 %：kern.log，1,204,300 个包` */
export function progress({ stage, done, file, packets }: Progress): string {
  const found = packets > 0 ? `，${grouped(packets)} 个包` : '';
  return `${stages[stage] ?? stage} ${Math.floor(done * 100)} %${file === '' ? '' : `：${file}`}${found}`;
}

/** `--color sometimes：必须是 auto、always 或 never` */
export function noSuchChoice(option: string, given: string, choices: readonly string[]): string {
  return `--${option} ${given}：必须是 ${listed(choices, 'or')}`;
}

/** `--seconds 0：应为 1 到 86400 的数字` */
export function noSuchNumber(option: string, given: string, most: number): string {
  return `--${option} ${given}：应为 1 到 ${most} 的数字`;
}

export const noCommand = '缺少命令';
