import type { Assumed } from '../../model/assumed.ts';
import type {
  HeaderBox,
  NeverRule,
  NeverSearch,
  ReachEnd,
  ReachLeft,
  ReachProgress,
} from '../../model/reach.ts';
import { addressesLike, numbersUpTo, protocolsWithout, rangesText, type RangeWords } from '../ranges-text.ts';
import { title } from './causes.ts';
import { listed } from './lists.ts';
import { counted } from './numbers.ts';
import { ruleOf } from './places.ts';
import { assumption, end } from './simulation.ts';

/** `tcp 从 10.0.0.0/8 到 10.2.0.2 端口 22，从 eth0 进入，ctstate NEW`; `所有包`. */
export function box({
  in: interfaces,
  src,
  dst,
  protocol,
  sport,
  dport,
  icmpType,
  state,
  mark,
  local,
  family,
}: HeaderBox): string {
  const header = [
    protocolOf(protocol, family),
    icmpType === null ? null : `类型 ${rangesText(icmpType, numbersUpTo(255), rangeWords('任意类型'))}`,
    side('从', src, sport),
    side('到', dst, dport),
  ].filter((each) => each !== null);
  const isPlainMark = mark === null || (mark.length === 1 && mark[0] === '0x0/0xffffffff');
  return [
    header.join(' '),
    local ? '由主机发送' : interfaces === null ? null : `从 ${few(interfaces)} 进入`,
    state === null ? null : `ctstate ${state.join(', ')}`,
    isPlainMark ? null : `mark ${few(mark)}`,
  ]
    .filter((each) => each !== null)
    .join('，');
}

/** The fields of a box, one by one, for a table. */
export function cells(
  of: HeaderBox,
): Readonly<Record<'in' | 'protocol' | 'src' | 'sport' | 'dst' | 'dport' | 'state', string>> {
  const { in: interfaces, src, dst, protocol, sport, dport, icmpType, state, local, family } = of;
  const ports = (of: readonly string[] | null): string =>
    of === null ? '' : rangesText(of, numbersUpTo(65535), rangeWords('任意'));
  const type = icmpType === null ? '' : ` ${rangesText(icmpType, numbersUpTo(255), rangeWords('任意类型'))}`;
  return {
    in: local ? '本机' : interfaces === null ? '' : few(interfaces),
    protocol: `${protocolOf(protocol, family)}${type}`,
    src: src === null ? '' : addressesIn(src),
    sport: ports(sport),
    dst: dst === null ? '' : addressesIn(dst),
    dport: ports(dport),
    state: state?.join(', ') ?? '',
  };
}

function protocolOf(protocols: readonly string[] | null, family: HeaderBox['family']): string {
  const all = `所有${family === 'ipv6' ? ' IPv6 ' : family === 'ipv4' ? ' IPv4 ' : ''}包`;
  if (protocols === null) return all;
  if (!protocols.includes('other')) return few(protocols);
  const missing = protocolsWithout(protocols);
  return missing.length === 0 ? all : `${all}（除 ${listed(missing)}）`;
}

function side(
  word: string,
  addresses: readonly string[] | null,
  ports: readonly string[] | null,
): string | null {
  if (addresses === null && ports === null) return null;
  const port = ports === null ? '' : ` ${portsIn(ports)}`;
  return `${word} ${addresses === null ? '任意地址' : addressesIn(addresses)}${port}`;
}

function portsIn(ports: readonly string[]): string {
  const text = rangesText(ports, numbersUpTo(65535), rangeWords('任意端口'));
  return text.startsWith('任意端口') ? text : `端口 ${text}`;
}

function addressesIn(addresses: readonly string[]): string {
  return rangesText(addresses, addressesLike(addresses), rangeWords('任意地址'));
}

function rangeWords(all: string): RangeWords {
  return { all, but: without, without, few };
}

function without(most: string, others: string): string {
  return `${most}（除 ${others}）`;
}

/** The first few of many. */
function few(words: readonly string[]): string {
  if (words.length <= MOST_WORDS) return words.join('、');
  return `${words.slice(0, MOST_WORDS).join('、')}，另有 ${words.length - MOST_WORDS} 个`;
}

const MOST_WORDS = 6;

/** One sentence for one end of packets: how it comes about, and how they leave. No full stop. */
export function reachEnd({ end: of, egress }: ReachEnd): string {
  const sides =
    egress === null
      ? []
      : [rewritten('源', egress.src, egress.sport), rewritten('目的', egress.dst, egress.dport)].filter(
          (each) => each !== null,
        );
  const how = of.kind === 'routing' ? `在路由时被丢弃：${title(of.cause.kind)}` : end(of);
  return sides.length === 0 ? how : `${how}，${sides.join('，')}`;
}

function rewritten(word: string, address: string | null, port: string | null): string | null {
  if (address === null && port === null) return null;
  const to = address === null ? null : newAddress(address);
  const by = port === null ? null : port === 'unknown' ? '主机自选的端口' : `端口 ${port}`;
  return `${word}改写为 ${[to, by].filter((each) => each !== null).join(' ')}`;
}

function newAddress(address: string): string {
  if (address === 'unknown' || address === '(?)') return '未知地址';
  return address.startsWith('(') ? `${address.slice(1, -1)} 的某个地址` : address;
}

/** What decides between several ends, in one sentence. */
export function decides(assumed: readonly Assumed[]): string {
  return `取决于是否${listed(assumed.slice(0, 3).map(assumption))}${assumed.length > 3 ? `，以及另外 ${counted(assumed.length - 3, '个问题')}` : ''}`;
}

/** What a part takes for granted that nothing can decide. */
export function presumes(assumed: readonly Assumed[]): string {
  return `成立的前提：${listed(assumed.slice(0, 3).map(assumption))}`;
}

export const notFollowed = '这些包没有被走查到所有结果';

/** Why there is more than the parts say, and how to ask for less. */
export function left(why: ReachLeft): string {
  const narrow = '请只询问一个接口、地址或端口';
  switch (why.kind) {
    case 'too-much':
      return `答案所需内存超过允许；${narrow}`;
    case 'branches':
      return `包被改写的方式多于所走查的；${narrow}`;
    case 'parts':
      return `只列出前 ${counted(why.told, '个部分')}；${narrow}`;
  }
}

/** The text's first line. */
export function asked(what: string): string {
  return `询问：${what}`;
}

export function unexplored(why: string): string {
  return `没有全部走查：${why}。`;
}

/** Above the boxes of one end. */
export function heading(sentence: string, certain: boolean): string {
  return `${certain ? '' : '可能：'}${sentence}`;
}

export function moreBoxes(count: number): string {
  return `另有 ${counted(count, '个部分')}；--json 列出全部`;
}

export function moreEnds(count: number): string {
  return `……另有 ${counted(count, '种结局')}；请缩小询问范围，或使用 --json 列出全部。`;
}

/** Below the boxes of other ends. */
export const martiansAside =
  '路由会作为 martian 拒绝的包（来自本机地址、广播地址或 127.0.0.0/8）也可能出现在其他结局的范围中。';

export const nothingAsked = '没有这样的包。';

/** Headings of packets, captured or not, that end otherwise after a change. */
export const changedPackets = {
  newlyAlive: '会通过的所有包，无论是否在采集中',
  newlyDead: '会被丢弃的所有包，无论是否在采集中',
  mayChange: '结果可能不同的包，无论是否在采集中',
} as const;

export const noOtherPacket = '没有包（无论是否在采集中）会因此通过或被丢弃。';
export const morePackets = '可能还有更多的包：没有全部走查';

/** Why no packet matches a rule, in one sentence; and what it means that it has counted some. */
export function never({ why, by, chain, table, counted: packets }: NeverRule): string {
  const reason =
    why === 'contradictory' ? '没有包能同时满足其条件'
    : why === 'not reached' ? `它所匹配的包都不会来到 ${table}/${chain}`
    : `${listed(by.map(ruleOf))} 先取走了它所匹配的所有包`; // prettier-ignore
  return packets === null
    ? `永远不会匹配：${reason}。`
    : `永远不会匹配：${reason}。${countedAllTheSame(packets)}`;
}

function countedAllTheSame({ packets, because }: NonNullable<NeverRule['counted']>): string {
  const shown = `但其计数器显示 ${counted(packets, '个包')}`;
  switch (because.kind) {
    case 'time':
      return because.file === null
        ? `${shown}：它们来时旁边的规则与现在不同，或计数器是随规则一起恢复的。`
        : `${shown}：它们来时的规则是 ${because.file} 中的那些。`;
    case 'backend':
      return `${shown}：在 ${because.file}（${because.backend === 'nft' ? 'nftables' : because.backend} 后端）中包可以匹配它；它们是在那里计数的。`;
    case 'namespace':
      return `${shown}：在 ${because.file}（${because.host === '' ? '另一个命名空间' : because.host}）中包可以匹配它；该转储可能属于那个命名空间。`;
  }
}

/** Of the terminal's list. */
export const neverHeading = '任何包都不会匹配的规则';
export const neverNone = '无：仅就所在表的条件而言，每条规则都能匹配某些包。';

export function moreNever(count: number): string {
  return `未列出：另有 ${counted(count, '条这样的规则')}。`;
}

/** One of the list, with its place. */
export function neverLine(rule: NeverRule): string {
  const { host, table, chain, number, at } = rule;
  return `${at.file}:${at.line} ${table}/${chain} 的规则 ${number}${host === '' ? '' : `（${host}）`}。${never(rule)}`;
}

/** A table in which rules that never match were not searched to the end. */
export function neverLeft({ host, family, table }: NeverSearch['left'][number]): string {
  return `${host === '' ? '' : `${host} 的`}表 ${family} ${table} 过大，无法查找永远不会匹配的规则：对其规则不作说明`;
}

/** The table of boxes in the window. */
export const table = {
  tab: '所有包',
  label: '包的范围',
  titles: {
    dies: '还有谁在这里被丢弃',
    catches: '它还会匹配什么',
    passes: '什么能通过',
    changed: '未抓取的包',
  },
  about: '所有包（无论是否被抓取）都按诊断包中的规则和路由走查。',
  ask: '询问',
  asking: '正在走查所有包……',
  giveUp: '停止',
  givenUp: '已停止。',
  none: '没有这样的包。',
  nothingAsked: '询问某一类的所有包会怎样：从某个接口进入、去往某个地址、经过某条链。',
  find: '查找范围',
  findHint: '查找：地址、端口或文字',
  draw: '绘制',
  drawTip: '绘制每个范围中一个包的路径，宽度为其所占比例',
  sendOne: '发送其中一个',
  scope: '未抓取的包',
  or: '，或',
  changes: { newlyAlive: '现在会通过', newlyDead: '现在会被丢弃', mayChange: '结局可能不同' },
  columns: {
    share: '比例',
    end: '结局',
    in: '入口',
    protocol: '协议',
    src: '源',
    sport: '端口',
    dst: '目的',
    dport: '端口',
    state: '状态',
  },
  any: '任意',
  sortBy: (column: string): string => `按${column}排序`,
} as const;

/** How far an answer is. */
export function made(progress: ReachProgress): string {
  return progress.kind === 'followed'
    ? `已走查 ${Math.floor(progress.share * 100)} %`
    : `已得出 ${counted(progress.count, '个范围')}`;
}

/** `42 %`, `0.3 %`; what is there is never nothing. */
export function share(part: number): string {
  const percent = part * 100;
  if (percent > 0 && percent < 0.01) return '< 0.01 %';
  if (percent < 100 && percent > 99.99) return '> 99.99 %';
  return `${Number(percent.toPrecision(percent < 1 ? 1 : percent < 10 ? 2 : 4)).toLocaleString('en', { maximumFractionDigits: 2 })} %`;
}

/** What an answer comes to, in a sentence: `3 boxes: 42 % gets through, 58 % dies.` */
export function sum(
  boxes: number,
  { lives, dies, open }: Readonly<Record<'lives' | 'dies' | 'open', number>>,
): string {
  const parts = [
    ...(lives > 0 ? [`${share(lives)} 能通过`] : []),
    ...(dies > 0 ? [`${share(dies)} 被丢弃`] : []),
    ...(open > 0 ? [`${share(open)} 不确定`] : []),
  ];
  return `${counted(boxes, '个范围')}。其报头中，${listed(parts)}。`;
}
