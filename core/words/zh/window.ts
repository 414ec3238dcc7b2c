import type { Disposition } from '../../model/disposition.ts';
import { grouped } from '../../model/grouped.ts';
import { counted } from './numbers.ts';
import { disposition as ended, noPacketDied } from './terms.ts';

/** The tab, and the heading, of what to ask the customer for. */
export const needed = '还需要';
export const nothingNeeded = '没有缺少任何能解决这些包的未决问题的材料。';
export const partialCounts = '只有日志的前一部分';
export const stoppedEarly = '提前停止：没有全部读取';
export const readingRest = '只有日志的前一部分；正在读取其余部分';
export const noDeadEndsYet = '日志的前一部分中没有丢包；正在读取其余部分。';
export const nothingToDraw = '没有可画的内容。';
export const nothingToCount = '没有可计数的内容。';
export const noRuleset = '诊断包中没有规则集';
export const noPacketOfFlow = '此次采集中没有该流的包。';
export const difference = '造成差异的原因';
export const nearMisses = '最接近匹配的放行规则';
export const noPacket = '没有包';

/** Fields of a packet's header, and what NAT made of them. */
export const header = '头部';
/** A flow and its answers. */
export const conversation = '会话';
export const conversationTip = '过滤此流及其应答，NAT 之前和之后';

/** Of packets on an edge. */
export function dieLater(dying: number, packets: number): string {
  return dying === packets ? '之后全部被丢弃' : `其中 ${grouped(dying)} 个之后被丢弃`;
}

/** Of packets that died: `发往 tcp 8081、udp 53，另有 3 处`. */
export function toTargets(targets: readonly { readonly name: string }[]): string {
  const names = targets.slice(0, 3).map(({ name }) => name);
  const rest = targets.length - names.length;
  return `发往 ${names.join('、')}${rest > 0 ? `，另有 ${grouped(rest)} 处` : ''}`;
}

/** What the graph's colours and widths mean. */
export const legend = { goesOn: '继续前行', dies: '之后被丢弃', death: '在此被丢弃' } as const;
/** Whose ways the graph shows. */
export const scope = {
  label: '画出哪些包',
  all: '所有包',
  selection: '只看所选',
  packet: '只看此路径',
  way: '路径',
  wayTip: '显示打开的包的路径',
} as const;

export const saveRows = '保存包…';
export const asCsv = '保存为表格（CSV）';
export const asNdjson = '保存为 JSON，每行一个包（NDJSON）';
export const asPcapng = '保存为抓包文件，只有头部（pcapng）';
/** The strip of packets over time. */
export const when = '时间';

export function overTime(from: string, to: string): string {
  return `从 ${from} 到 ${to} 的包，按结果显示；过滤词 time 可以缩小到一段时间`;
}

export const readingLine = '正在读取…';
export const wholeLines = '完整的行';
export const wholeLinesTip = '显示每行开头的时间和程序';

export function filterFor(filter: string): string {
  return `过滤 ${filter}`;
}

/** `还需要 4 项` */
export function thingsNeeded(count: number): string {
  return `还需要 ${counted(count, '项')}`;
}

/** Of a list without dead ends: whether that is good news. */
export function noDeadEnds(open: number, allClear: boolean): string {
  if (open > 0)
    return `没有已知的丢包，但 ${counted(open, '个包')}的结果未知。见“还需要”了解什么能说明它们。`;
  return allClear ? noPacketDied : '没有已知的丢包，但并非每个结果都确定。';
}

/** What each disposition means, as a tip. */
export function dispositionMeaning(disposition: Disposition): string {
  switch (disposition) {
    case 'forwarded':
      return '从另一个接口离开';
    case 'delivered':
      return '送达本机';
    case 'sent':
      return '由本机发出';
    case 'dropped':
      return '在此被丢弃';
    case 'rejected':
      return '在此被丢弃，并发出了应答';
    case 'queued':
      return '交给了程序（NFQUEUE）';
    case 'incomplete':
      return '日志缺行：结果未知';
    case 'unknown':
      return '日志没有显示结果';
  }
}

export function more(count: number): string {
  return `另有 ${grouped(count)} 个`;
}

export function chains(count: number): string {
  return counted(count, '条链');
}

export function rules(count: number): string {
  return counted(count, '条规则');
}

export function changes(count: number): string {
  return counted(count, '处改动');
}

export function notes(count: number): string {
  return counted(count, '条说明');
}

/** An outcome in a list of flows: `被丢弃：被 filter/FORWARD 的默认策略丢弃`. */
export function outcome(disposition: Disposition, cause: string): string {
  return cause === '' ? ended(disposition) : `${ended(disposition)}：${cause}`;
}

export function replacements(count: number): string {
  return counted(count, '处替换');
}

/** Gives a pane all of the window; `title` is the pane's own. */
export function maximisePane(title: string): string {
  return `最大化${title}`;
}

export function restorePane(title: string): string {
  return `恢复${title}的位置（Esc）`;
}

/** The graph as a file. */
export const saveGraph = {
  title: '保存…',
  svg: '矢量图（SVG）',
  png: '图片（PNG）',
  tooLarge: '此图太大，无法存为图片；矢量图（SVG）没有此限制。',
} as const;
