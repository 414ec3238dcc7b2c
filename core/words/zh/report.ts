import type { TimelineItem } from '../../model/packet-story.ts';
import type { Cause } from '../../model/cause.ts';
import type { ComparedStep } from '../../model/diff.ts';
import type { Disposition } from '../../model/disposition.ts';
import type { Confidence } from '../../model/evidence.ts';
import { grouped } from '../../model/grouped.ts';
import type { MissingInput } from '../../model/journey.ts';
import { withoutRule } from './causes.ts';
import { listed } from './lists.ts';
import { request } from './missing.ts';
import { counted } from './numbers.ts';
import { disposition as ended, hostName, noPacketDied, noTracedPackets } from './terms.ts';

/** Titles of the report's sections. */
export const sections = {
  own: '摘要',
  answer: '发生了什么',
  deadEnds: '丢包点',
  clues: '值得一看',
  kernelMessages: '内核消息',
  asks: '请发送给我们',
  graph: '包路径',
  flows: '流',
  routing: '路由决定',
  rules: '规则及其命中',
  notes: '关于输入的说明',
  files: '检查的文件',
} as const;

/** Heads of columns. */
export const columns = {
  packets: '包',
  cause: '原因',
  found: '文件显示的内容',
  host: '主机',
  flows: '流',
  confidence: '确定程度',
  protocol: '协议',
  from: '从',
  sourcePort: '源端口',
  to: '到',
  rule: '规则',
  mismatch: '不匹配之处',
  line: '行',
  step: '步骤',
  table: '表',
  chain: '链',
  matched: '匹配',
  ruleAndChanges: '规则，以及改变了什么',
  verdict: '裁决',
  log: '日志',
  text: '文本',
  command: '命令',
  on: '主机',
  shows: '它显示什么',
  kernelSays: '内核说了什么',
  settles: '它能解决什么',
  incoming: '入接口',
  end: '结果',
  decision: '决定',
  counter: '计数器',
  number: '编号',
  kind: '类型',
  what: '内容',
  where: '位置',
  file: '文件',
  size: '大小',
  lines: '行数',
  parsed: '已解析',
  notOurs: '其他行',
  notModelled: '未使用',
  malformed: '格式有误',
} as const;

export const kindOfReport = '报告';
/** The title of a report whose bundle is not to be named. */
export function redacted(kind: string): string {
  return `已脱敏的${kind}`;
}

export const contents = '目录';
export const hosts = '主机';
export const noHost = '无';
export const traced = '跟踪时间';
export const examined = '检查时间';
export const report = '报告';
export const local = '本机';
export const routing = '路由';
export const howPacketsEnded = '包的结果';
export const graphLegend =
  '从左到右按钩子的顺序；线越粗，经过的包越多。线中红色是之后被丢弃或拒绝的比例，✕ 表示丢弃或拒绝的位置；虚线表示日志在此缺行。';
export const flowTable = '流';
export const nearMisses = '最接近匹配的放行规则';
export const evidence = '证据';
export const ambiguous = '日志中另有一个看起来相同的包；这些行中有些可能属于它。';
export const noRoutingDecision = '没有可重放的路由决定：没有包经过路由，或诊断包中没有 ip route 的输出。';
export const asksIntro = '以下每一项都能解决一个目前未决的问题。';
export const filesLegend =
  '已解析：Netopsy 使用的行。其他行：其他程序的行、注释、标题。未使用：已识别，但不从中得出结论。';

/** The report's first sentence. */
export function headline(counts: {
  readonly packets: number;
  readonly dead: number;
  /** Of the dead: those for which that is not proven. */
  readonly possible: number;
  readonly open: number;
  readonly reasons: number;
  readonly allClear: boolean;
}): string {
  const { packets, dead, possible, open, reasons, allClear } = counts;
  if (packets === 0) return noTracedPackets;
  if (dead > 0) {
    const why = reasons > 1 ? `，原因有 ${grouped(reasons)} 种` : '';
    return `${deaths(packets, dead, possible)}${why}${possible === dead ? '；尚未证实' : ''}。`;
  }
  if (open === packets) return `${counted(packets, '个包')}的结果未知。`;
  return allClear ? noPacketDied : `没有已知的丢包，但${openEnds(open, packets)}`;
}

/** What is not proven is told apart from what is. */
function deaths(packets: number, dead: number, possible: number): string {
  const certain = dead - possible;
  const of = `${counted(packets, '个包')}中有`;
  if (certain === 0) return `${of} ${grouped(dead)} 个可能被丢弃或拒绝`;
  const was = `${of} ${grouped(certain)} 个被丢弃或拒绝`;
  return possible === 0 ? was : `${was}，可能还有 ${grouped(possible)} 个`;
}

/** `2 possible`: how many of the packets in a table. */
export function ofThemPossible(count: number): string {
  return `${grouped(count)} 个可能`;
}

function openEnds(open: number, packets: number): string {
  return open === 0
    ? '仍有未决之处；见下文。'
    : `${counted(packets, '个包')}中有 ${grouped(open)} 个的结果未知。`;
}

/** Sentences for a reader who knows no chain. */
export function inPlainWords(facts: {
  readonly packets: number;
  readonly hosts: readonly string[];
  readonly byDisposition: ReadonlyMap<Disposition, number>;
  readonly biggest: { readonly cause: Cause; readonly packets: number } | null;
  readonly dead: number;
  readonly open: number;
  readonly byConfidence: ReadonlyMap<Confidence, number>;
  readonly missing: readonly MissingInput[];
}): string {
  const { packets, byDisposition, biggest, dead, open, missing } = facts;
  if (packets === 0) return '没有跟踪行，无法对包作出说明；见下文的说明。';
  const where =
    facts.hosts.length > 3 ? `${grouped(facts.hosts.length)} 台主机` : listed(facts.hosts.map(hostName));
  const through = (['forwarded', 'delivered', 'sent', 'queued'] as const).flatMap((name) => {
    const count = byDisposition.get(name) ?? 0;
    return count === 0 ? [] : [`${grouped(count)} 个${ended(name)}`];
  });
  const sentences = [`日志跟踪了 ${counted(packets, '个包')}经过 ${where} 的过程。`];
  if (through.length > 0) sentences.push(`其中 ${through.join('，')}。`);
  else if (dead === packets) sentences.push('没有一个通过。');
  if (biggest !== null && dead > 0) {
    const reason = biggest.packets === dead ? '原因' : '最常见的原因';
    sentences.push(`${reason}（${counted(biggest.packets, '个包')}）：${withoutRule(biggest.cause)}。`);
    sentences.push(certainty(facts.byConfidence));
  }
  if (open > 0) sentences.push(`${counted(open, '个包')}的结果未知：日志没有显示，因此不作任何断言。`);
  if (missing.length > 0) {
    const severalHosts = new Set(missing.map(({ host }) => host)).size > 1;
    const shown = missing.slice(0, 3).map((each) => request(each, severalHosts));
    const more = missing.length > 3 ? [`另外 ${missing.length - 3} 项（见下文）`] : [];
    sentences.push(`为解决未决的问题，请发送以下命令的输出：${listed([...shown, ...more])}。`);
  }
  return sentences.join('');
}

function certainty(byConfidence: ReadonlyMap<Confidence, number>): string {
  const how = {
    observed: '由日志本身显示',
    inferred: '由诊断包中的另一个文件证明',
    possible: '与证据相符，但未被证明',
  };
  const parts = [...byConfidence].filter(([, count]) => count > 0);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return `这一点${how[only[0]]}。`;
  return `其中${parts.map(([confidence, count]) => ` ${grouped(count)} 个${how[confidence]}`).join('，')}。`;
}

/** `示例：包 47` */
export function example(packet: number): string {
  return `示例：包 ${grouped(packet)}`;
}

/** `在其他主机上：已从 ens4 离开 gw-a；……` */
export function onOtherHosts(notes: readonly string[]): string {
  return `在其他主机上：${notes.join('；')}。`;
}

/** What a step of a packet's timeline met: `规则 3`, `handle 12`, `默认策略`, `链末尾`. */
export function met({
  at,
  number,
  handle,
  stepKind,
}: Pick<Extract<TimelineItem, { kind: 'step' }>, 'at' | 'number' | 'handle' | 'stepKind'>): string {
  switch (at) {
    case 'rule':
      return number !== null ? `规则 ${number}` : handle !== null ? `handle ${handle}` : '规则';
    case 'policy':
      return '默认策略';
    case 'return':
      return '链末尾';
    case 'unknown':
      return number === null ? stepKind : `${stepKind} ${number}`;
  }
}

/** Where tables leave something out. */
export const leftOut = {
  clues: (count: number) => `未显示：另有 ${grouped(count)} 条。`,
  deadEnds: (count: number) => `未显示：另有 ${grouped(count)} 个包数更少的丢包点。`,
  messages: (count: number) => `未显示：另有 ${grouped(count)} 条消息。`,
  flows: (count: number) => `未显示：另有 ${grouped(count)} 条包数更少的流。`,
  rules: (count: number) => `未显示：另有 ${grouped(count)} 条规则。`,
  steps: (count: number) => `未显示：第 20 步之后的 ${grouped(count)} 步。`,
  lines: (count: number) => `未显示：另有 ${grouped(count)} 行。`,
  decisions: (count: number) => `未显示：另有 ${grouped(count)} 个决定。`,
  notReplayed: (count: number) => `此表未重放：${counted(count, '个包')}。`,
  places: (count: number) => `未在图中：${grouped(count)} 处少有包经过的位置。`,
  edges: (count: number) => `未显示：另有 ${grouped(count)} 条边。`,
  hosts: (count: number) => `未显示：另有 ${grouped(count)} 台主机。`,
  rulesMet: (count: number) => `未显示：另有 ${grouped(count)} 条包所匹配的规则。`,
  idleChains: (count: number) => `未显示：${counted(count, '条链')}没有包遇到。`,
  files: (count: number) => `未显示：另有 ${grouped(count)} 个文件。`,
  notes: (count: number, kind: string) => `未显示：另有 ${grouped(count)} 条 ${kind} 类说明。`,
} as const;

/** `规则 3`, `默认策略`, `链末尾`: what a compared step met. */
export function metAlone({ stepKind, number, ruleText }: ComparedStep): string {
  if (ruleText !== null || stepKind === 'rule') return number === null ? '规则' : `规则 ${number}`;
  return stepKind === 'policy' ? '默认策略' : '链末尾';
}

/** `gw-a、gw-b，另有 3 台` */
export function hostList(names: readonly string[]): string {
  if (names.length === 0) return noHost;
  const shown = names.slice(0, 12).map(hostName).join('、');
  return names.length > 12 ? `${shown}，另有 ${names.length - 12} 台` : shown;
}

/** `丢包点 2`, a link to it. */
export function deadEndNumber(number: number): string {
  return `丢包点 ${number}`;
}

/** `gw-a 的图`; null where the report has one host. */
export function graphOf(host: string | null): string {
  return host === null ? '图' : `${hostName(host)} 的图`;
}

export function graphAsTable(host: string | null): string {
  return `${graphOf(host)}，以表格显示`;
}

/** What a graph is called for those who don't see it. */
export function graphNumbers(title: string): string {
  return `${title}：下方的表格给出相同的数字`;
}

export const families = '由同一程序按模式命名的链画成一个节点；表格列出其中每一条。';
export const rulesLegend = '包所遇到的链。日志：按日志匹配的包。计数器：文件自身的计数器，可能更早开始计数。';
export const largeRulesets = '规则集很大：只显示包所匹配的规则。';
export const ruleNotShown = '诊断包中没有规则集显示它';

export function policy(name: string | null): string {
  return `策略 ${name ?? '未知'}`;
}

export function partial(packets: number): string {
  return `在全部读取之前停止：本报告只针对已读取的部分（${counted(packets, '个包')}）。`;
}

export const footer = [
  '结论的确定程度。已观察到：日志本身显示了裁决。可推断：诊断包中的另一个文件可以证明（路由、sysctl、计数器、抓包）。可能：与证据相符，但未被证明。没有看到结果的包称为不完整或未知；对其不作任何断言。',
  '这里的一个包是指一个包经过一台主机的过程。引用的行写作 file:line，从 1 开始计数。不可见字符以符号或其编码显示。',
] as const;

export const whatRedactionKeeps =
  '已脱敏。地址、MAC、主机名、域名和电子邮件地址已被替换，同一值总是换成同一替代值。保留的内容：哪些地址共享前缀（16 位及以上；IPv6 为 32 位及以上）、网络的首个和末个地址、地址是否属于私有、链路本地、组播或其他特殊范围、哪些 MAC 属于同一厂商；接口、表、链、集合、端口、mark、时间，以及注释和日志前缀的文本。';

export function madeBy(version: string, created: string): string {
  return `由 Netopsy ${version} 于 ${created} 仅根据诊断包中的文件生成。`;
}
