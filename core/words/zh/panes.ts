import { grouped, percent } from '../../model/grouped.ts';
import { counted } from './numbers.ts';

/** Labels of the window's panes and tables. */

export const host = '主机';
export const unnamedHost = '未命名主机';
export const none = '无';
export const routing = '路由';
export const policy = '默认策略';
export const before = '之前';
export const after = '之后';
export const endOfChain = '链末尾';
export const endOfChainPolicy = '链末尾：默认策略';
export const noRulesetShowsIt = '，没有规则集显示它';
export const clearFilter = '清除过滤';

/** `/ 1,204 个包`; completes a smaller count. */
export function ofPackets(count: number): string {
  return `/ ${counted(count, '个包')}`;
}

/** `/ 1,204` */
export function ofAll(count: number): string {
  return `/ ${grouped(count)}`;
}

export function selected(packets: number): string {
  return `已选 ${counted(packets, '个包')}`;
}

export function policyOf(name: string | null): string {
  return `策略 ${name ?? '未知'}`;
}

export function handle(number: number): string {
  return `handle ${number}`;
}

/** A rule that is known by its number alone: `rule 3`. */
export function numbered(kind: string, number: number | null): string {
  return `${kind} ${number ?? ''}`.trim();
}

export function showLine(at: string): string {
  return `显示 ${at}`;
}

export function andMore(count: number): string {
  return `另有 ${grouped(count)} 个`;
}

/** No packet has it, in any capture of this kind. */
export function fitsNothing(term: string): string {
  return `此次采集中没有符合“${term}”的内容。`;
}

export function tooManyConditions(most: number): string {
  return `只使用前 ${most} 个条件。`;
}

/** What the bars between panes are between. */
export const between = {
  graphAndPacket: '图与包之间',
  graphAndJourneys: '图与旅程之间',
  deadEndsAndGraph: '丢包点与图之间',
  packetAndEvidence: '包与证据之间',
  graphsAndFlow: '图与流之间',
  changesAndGraphs: '改变的流与图之间',
  flowAndEvidence: '流与证据之间',
} as const;

export const tabs = {
  label: '流向、规则和文件',
  graph: '图',
  table: '表格',
  rules: '规则',
  files: '文件',
  compared: '图、改动和规则',
  graphs: '图',
  changes: '改动',
  flows: '所有流',
} as const;

/** The line over all panes. */
export const summary = {
  quality: '跟踪质量：',
  noNotes: '没有说明',
} as const;

export const filterField = {
  label: '过滤',
  placeholder: '过滤：dport 8081 and (dropped or rejected)',
  suggestions: '过滤可以接着输入',
  back: '后退',
  backTip: '后退（Alt ←）',
  forward: '前进',
  forwardTip: '前进（Alt →）',
  clearTip: '清除（Escape）',
  copy: '复制过滤条件',
} as const;

export const deadEnds = {
  title: '丢包点',
  endings: '包的结果',
} as const;

export const packet = {
  title: '包',
  numbered: (number: number): string => `包 ${grouped(number)}`,
  copyStory: '以文本复制该包的经过',
  previous: '上一个包',
  previousTip: '上一个包（K）',
  next: '下一个包',
  nextTip: '下一个包（J）',
  story: '该包的经过',
  nothing: '没有选中包。请在“旅程”中选择一个。',
  filterForFlow: '过滤此流',
  elsewhere: '在其他主机上',
  show: (number: number): string => `显示包 ${grouped(number)}`,
  nearMisses: '险些匹配的规则',
} as const;

export const journeys = {
  title: '旅程',
  time: '时间',
  uptime: '运行时间',
  uptimeTip: '主机启动后的秒数',
  steps: '步数',
  end: '结果',
  nothing: '没有包符合此过滤条件。',
  columns: '列…',
} as const;

export const evidence = {
  title: '证据',
  copyLine: '复制该行及其位置',
  nothing: '选择一个包、规则或步骤：在此显示它在文件中的那一行。',
  linesOf: (file: string): string => `${file} 的行`,
} as const;

export const rules = {
  label: '规则',
  packets: '包',
  counter: '计数器',
  counterTip: '规则集文件中的计数器',
  chain: '链',
  number: '编号',
  rule: '规则',
  filterTip: '过滤它所匹配的包',
  find: '查找规则',
  findHint: '在规则中查找',
  which: '哪些规则',
  all: '所有规则',
  hit: '有命中',
  notHit: '无命中',
  never: (count: number): string => `永不匹配（${grouped(count)}）`,
  neverMark: '永不匹配',
  noneFits: '没有符合的规则。',
  noRuleset: '诊断包中没有规则集。请索取此命令的输出：iptables-save -c',
  noRules: '诊断包的规则集中没有规则。',
} as const;

export const files = {
  title: '文件',
  kernelMessages: '内核消息',
  general: '关于整个诊断包',
  file: '文件',
  kind: '类型',
  size: '大小',
  parsed: '已解析',
  notOursTip: '其他程序的行、注释、标题',
  notModelledTip: '已识别，但不从中得出结论',
  malformed: '格式有误',
  line: (number: number): string => `第 ${number} 行`,
  moreNotes: (count: number): string => `另有 ${grouped(count)} 条同类说明`,
  leftOut: {
    'symbolic-link': '符号链接：不跟随',
    'not-a-file': '不是普通文件',
    unreadable: '无法读取',
    'too-many-files': '文件过多',
  },
} as const;

/** What to ask the customer for. */
export const asks = {
  trace:
    '带有 TRACE: 行的内核日志。这些行来自 raw 表中的 TRACE 规则，只有在使用 iptables-legacy 的主机上才会写入内核日志。',
  copyCommand: '复制命令',
  copyThis: (command: string): string => `复制命令 ${command}`,
  copyAll: '复制所有命令',
} as const;

export const graph = {
  zoomIn: '放大',
  zoomOut: '缩小',
  fit: '适合窗口',
  fitTip: '显示整个图',
  fitBothTip: '显示两个完整的图',
  allHosts: '所有主机',
  label: (packets: number): string => `${counted(packets, '个包')}的图；“表格”页以文本给出相同内容`,
  labelOf: (side: 'before' | 'after'): string =>
    `${side === 'before' ? '之前' : '之后'}采集的图；“表格”页以文本给出相同内容`,
  packetsOn: (packets: number, all: number, side: 'before' | 'after'): string =>
    `${side === 'before' ? '之前' : '之后'} ${counted(packets, '个包')}（占 ${grouped(all)} 个的 ${percent(packets, all)}）`,
  gained: '▲ 包的比例变大，+ 新增',
  fewer: '▼ 比例变小，− 消失',
  newDeath: '✕ 现在才丢弃',
  families: '成族的链',
  fold: '重新画成一个节点',
  unfold: '画出其中每条链',
  drawEach: '逐条画出',
  chainsOf: (family: string): string => `${family} 的链`,
  findChain: '查找链',
  noSuchChain: '没有名称中含有它的链。',
} as const;

export const edges = {
  from: '从',
  to: '到',
  packets: '包',
  traversals: '经过次数',
  filter: '过滤',
  filterOne: '过滤',
  filterTip: (from: string, to: string): string => `过滤从 ${from} 到 ${to} 的包`,
} as const;

/** Two captures side by side. */
export const comparison = {
  of: (first: string, second: string): string => `${first} 与 ${second} 的比较`,
  swap: '交换两侧',
  swapTip: '之前的变为之后的',
  end: '关闭比较',
  changedOf: (changed: number, all: number): string => `${grouped(all)} 条流中有 ${grouped(changed)} 条改变`,
  changed: (flows: number): string => `${counted(flows, '条流')}改变`,
  configuration: (changes: number): string => `配置有 ${counted(changes, '处改动')}`,
  idle: (changes: number): string => `其中 ${grouped(changes)} 处没有改变任何流`,
  packets: (earlier: number, later: number): string =>
    `之前 ${counted(earlier, '个包')}，之后 ${counted(later, '个包')}`,
  stopped: '提前停止：没有全部读取',
  changedFlows: '改变的流',
  unchangedFlows: '没有改变这些采集中的任何流',
  sameConfiguration:
    '在两次采集都有的范围内，规则、集合、ip rule、路由、地址、链路以及影响包的 sysctl 都相同。',
  noChangedFlow: '没有流的结果改变。',
  butConfiguration: '但配置仍有改动：见“改动”。',
  ofOneCapture: (flows: number): string => `${counted(flows, '条流')}只在一次采集中：见“所有流”。`,
  cause: '原因',
  flow: '流',
  bothJourneys: '该流的两段旅程',
  chooseFlow: '选择一条流：在此并排显示它在两次采集中的包。',
  packet: (number: number): string => `包 ${grouped(number)}`,
  noFlows: '两次采集都没有包。',
  before: '之前',
  after: '之后',
  difference: '差异',
  packetsColumn: '包',
  moreFlows: (count: number): string => `另有 ${counted(count, '条流')}：netopsy diff --json 给出全部。`,
  new: '新增',
  gone: '消失',
  matchedTip: '按日志匹配的包',
  what: '内容',
  rulesets: '两个规则集',
  noRulesets: '两个诊断包都没有规则集。请索取此命令的输出：iptables-save -c',
  onlyDifferent: '只看不同之处',
  sameRulesets: '规则集相同。',
  states: { same: '', added: '+ 新增', removed: '− 移除', moved: '↕ 移动', changed: '≠ 改变' },
} as const;
