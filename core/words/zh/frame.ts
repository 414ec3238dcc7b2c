import type { Progress } from '../../model/progress.ts';
import { grouped } from '../../model/grouped.ts';

/** What the window says around its panes: how bundles are opened, read, compared, reported. */

/** This language, as it calls itself. */
export const nameOfLanguage = '简体中文';
export const language = '语言';
export const dropToOpen = '放下以打开';
export const openAnother = '打开其他…';
export const compare = '比较…';
export const withFiles = '与文件…';
export const withFolder = '与文件夹…';
export const report = '报告…';
export const cancel = '取消';
export const close = '关闭';
export const partial = '部分';
/** A bundle whose files have no name. */
export const bundle = '诊断包';

/** The page on which a bundle is chosen. */
export const start = {
  lead: '把诊断包拖到这里：包去了哪里，为什么有些被丢弃？',
  openFiles: '打开文件…',
  openFolder: '打开文件夹…',
  trySample: '试用示例',
  files: '文件',
  folder: '文件夹',
  reads: '可读取',
  formats:
    '带 TRACE 或 LOG 行的内核日志、nft monitor trace、xtables-monitor、iptables-save 和 iptables -L、nft list ruleset、ip rule、ip route、ip addr、ip link、ip neigh、sysctl、conntrack、pcap 和 tcpdump 文本；可以是文件、文件夹，或 tar、zip、gzip、xz、zstd、bzip2。按内容而不是按名称识别文件。',
  privacy: '隐私',
  promise: '不访问网络；诊断包不会被修改或复制。过滤条件和笔记留在本机。',
  recent: '曾经打开',
} as const;

/** While a bundle is read. */
export const reading = {
  read: '已读取',
  lines: '行',
  events: '跟踪事件',
  packets: '目前的包',
  stop: '停止读取',
  stopping: '正在停止…',
  kept: '到那时为止找到的内容会保留。',
  stopTip: '分析到那时为止读取的内容',
  soFar: '目前已读取',
  rest: '正在读取其余部分',
  unpacked: '已解压',
} as const;

export function stage(name: Progress['stage']): string {
  switch (name) {
    case 'opening':
      return '正在打开';
    case 'reading':
      return '正在读取';
    case 'joining':
      return '正在将日志行归到包';
    case 'explaining':
      return '正在查找包被丢弃的原因';
  }
}

/** `/ 1.1 GB` */
export function ofSize(size: string): string {
  return `/ ${size}`;
}

/** `正在读取：10 MB / 1.1 GB，1,000 行，目前 300 个包`; `of` is '' where the whole size is not known. */
export function readSoFar(
  name: Progress['stage'],
  size: string,
  of: string,
  lines: number,
  packets: number,
): string {
  const whole = of === '' ? reading.unpacked : ofSize(of);
  return `${stage(name)}：${size} ${whole}，${grouped(lines)} 行，目前 ${grouped(packets)} 个包`;
}

/** `正在将日志行归到包：1,000 行` */
export function linesInStage(name: Progress['stage'], lines: number): string {
  return `${stage(name)}：${grouped(lines)} 行`;
}

/** `已读取 40 %` */
export function percentRead(percent: number): string {
  return `已读取 ${percent} %`;
}

/** `1.2 秒` */
export function seconds(count: number): string {
  return `${count.toFixed(1)} 秒`;
}

/** `kern.log 等 4 个` */
export function bundleOf(first: string, more: number): string {
  return `${first} 及另外 ${more} 个`;
}

/** A drop that can be meant in two ways. */
export const drop = {
  two: '两个诊断包',
  pair: (first: string, second: string): string =>
    `将 ${first} 和 ${second} 作为之前与之后进行比较，还是作为同一次采集的两部分读取？`,
  comparePair: '比较两者',
  openAsOne: '作为一个打开',
  withOpen: (open: string): string => `与 ${open} 比较，还是在单独的标签页中打开它？`,
  open: '打开它',
  compare: '比较',
} as const;

/** What went wrong; `reason` is the system's. */
export const problems = {
  sample: '无法读取示例。',
  notOpened: '无法打开。',
  gone: (name: string): string => `${name} 已不在那里。`,
  noFile: (name: string): string => `${name} 中没有可读取的文件。`,
  notAnalysed: (name: string, reason: string): string => `无法分析 ${name}：${reason}`,
  notCompared: (name: string, reason: string): string => `无法比较 ${name}：${reason}`,
  stopped: '分析意外停止。',
  fileGone: '该文件已无法读取',
  stoppedBeforePacket: '在找到包之前就停止了读取。',
  unreadable: (file: string, reason: string): string => `无法读取 ${file}：${reason}`,
  notShown: (file: string): string => `无法显示 ${file}。`,
} as const;

/** The report before it is saved. */
export const exporting = {
  title: '报告',
  about: '一个不含脚本的 HTML 文件；可在任何浏览器中打开，不发出任何请求。',
  both: (before: string, after: string): string => `${before} 与 ${after}`,
  language: '报告的语言',
  redact: '对地址、MAC 和主机名脱敏',
  saveList: '保存替换列表…',
  listTip: '每个被替换名称的原文：请保留，不要发送',
  save: '保存…',
  savedAs: (file: string): string => `已保存为 ${file}。`,
  notMade: (reason: string): string => `无法生成报告：${reason}`,
  notSaved: (reason: string): string => `无法保存：${reason}`,
  writing: '正在生成报告',
  preview: '报告预览',
} as const;

/** What redaction replaces, and words of the user's own. */
export const redaction = {
  own: '要替换的词语',
  ownTip: '链、集合、注释和日志前缀中的名称保持不变。请添加会暴露客户的词语。',
  word: '要替换的词语',
  examples: '客户、项目',
  add: '添加',
  replaced: '被替换的词语',
  stop: '不再替换它',
  stopWord: (word: string): string => `不再替换 ${word}`,
  found: '在诊断包中发现',
  replace: (word: string): string => `替换 ${word}`,
  all: (count: number): string => `已替换（${count}）`,
  search: '搜索替换项',
  searchHint: '搜索',
  original: '诊断包中',
  shown: '报告中',
  more: (count: number): string => `另有 ${grouped(count)} 个`,
} as const;

export const copy = '复制';
export const copied = '已复制';
export const copyRefused = '不允许';

/** The list of keys and of the filter's words. */
export const keys = {
  title: '按键和过滤词',
  tip: '按键和过滤词（?）',
  /** Each key and what it does. */
  keys: [
    ['/', '转到过滤'],
    ['↓', '在过滤中：可以接着输入什么；为空时显示先前的过滤'],
    ['Enter', '在过滤中：采用所选项，或将过滤保留在历史中'],
    ['Escape', '在过滤中：清除'],
    ['Alt ←, Alt →', '在过滤历史中后退和前进'],
    ['Tab', '下一个窗格或控件'],
    ['↑ ↓ PgUp PgDn Home End', '在列表或表格中移动'],
    ['← →', '选择标签页；移动窗格之间的分隔条'],
    ['J, K', '在包窗格中：下一个和上一个包'],
    ['N, M', '在包窗格中：写笔记、标记该包'],
    ['?', '本列表'],
  ],
  /** Words of the filter and what they ask for. */
  words: [
    ['src 10.1.0.2   dst 10.2.0.0/24   host …', '地址或前缀，NAT 之前或之后；host：任意一端'],
    ['sport 45476   dport 8000-8100   port 53', '端口或范围；port：任意一端'],
    ['tcp   proto 132   ipv6', '协议、地址族'],
    ['dropped   forwarded   incomplete   dead', '如何终结；dead 表示 dropped 或 rejected'],
    ['cause rp-filter   cause policy filter/FORWARD', '为何被丢弃'],
    ['chain nat/KUBE-SVC-*   rule FORWARD 2', '所经过的链、以此开头的所有链，或规则'],
    ['edge filter/FORWARD>filter/ALLOW', '从一处到下一处'],
    ['in eth0   out veth+   host r1', '接口（+ 的含义同 iptables）、主机'],
    ['flow tcp 10.1.0.2:45476>10.2.0.2:81', '主机最初看到的流；conversation：连同其应答'],
    ['ttl < 3   len > 1400   id 0x1a2b   seq …', '头部中的数字'],
    ['time 07:59:58..08:00:10   time > 08:00', '其第一行写出的时间'],
    ['syn   rst   flags syn,ack', '置位的 TCP 标志'],
    ['snat   dnat 10.72.0.1', '被转换的；从该地址或转换为该地址'],
    ['packet 482   line kern.log:482   mark 0x64', '某个包；某行的包；mark'],
    ['not …   … and …   … or …   ( … )', '同 tcpdump；也可用 ! && ||'],
    ['其他任何文字', '地址、端口、接口或链的一部分'],
  ],
  combined: '并列时，同类的词是任选其一，不同类的词必须同时成立。Wireshark 和 tcpdump 的常用写法也能理解：',
} as const;

/** The menu of the desktop application; `&` stands before the letter of the shortcut. */
export const menu = {
  file: '文件(&F)',
  openFiles: '打开文件…',
  openFolder: '打开文件夹…',
  chooseFiles: '打开文件',
  chooseFolder: '打开文件夹',
  openRecent: '最近打开',
  noRecent: '无',
  clearRecent: '清除最近打开',
  openSample: '打开示例',
  compareFiles: '与文件比较…',
  compareFolder: '与文件夹比较…',
  exportReport: '导出报告…',
  saveCase: '保存案例…',
  closeBundle: '关闭诊断包',
  view: '查看(&V)',
  theme: '主题',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  go: '转到(&G)',
  back: '后退',
  forward: '前进',
  filter: '过滤',
  keys: '按键',
  saveReport: '保存报告',
  report: '报告',
} as const;
