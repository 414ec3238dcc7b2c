import type { FlowKey } from '../../model/diff.ts';
import { isDead } from '../../model/disposition.ts';
import type { EditFault } from '../../model/edit-fault.ts';
import type { NotReplayable, WalkedEnd, WhatIf, WhatIfFlow, WhatIfOpen } from '../../model/what-if.ts';
import { summary } from './causes.ts';
import { queryFault } from './command-faults.ts';
import { flow as flowText } from './comparison.ts';
import { listed } from './lists.ts';
import { malformed } from './malformed.ts';
import { counted } from './numbers.ts';
import { assumption, end as endSentence } from './simulation.ts';
import { disposition as ended } from './terms.ts';

export { does } from './edits.ts';

export const sections = {
  answer: '会改变什么',
  changes: '改动，按此顺序',
  flows: '改变的流',
  open: '可能改变什么',
  notReplayable: '未用作证明',
  allPackets: '所有包',
  files: '检查的文件',
} as const;

export const kindOfReport = '假设改动';

/** Above a captured journey and the walk of the same packet. */
export function bothJourneys(packet: number): string {
  return `包 ${packet}：采集的旅程与在改动后的配置中的走查`;
}

/** The first sentence: what the changes come to. */
export function found({ flows, unchanged, notReplayable: unused }: WhatIf): string {
  const certain = flows.filter(({ open: why, diverted }) => why === null && !diverted);
  const dead = (disposition: string): boolean => isDead(disposition as WhatIfFlow['captured']['disposition']);
  const count = (which: (flow: WhatIfFlow) => boolean): number =>
    new Set(certain.filter(which).map((each) => JSON.stringify(each.flow))).size;
  const healed = count(({ captured: was, changed: is }) => dead(was.disposition) && !dead(is.disposition));
  const broken = count(({ captured: was, changed: is }) => !dead(was.disposition) && dead(is.disposition));
  const other = count(() => true) - healed - broken;
  const diverted = flows.filter((each) => each.diverted && each.open === null).length;
  const maybe = new Set(flows.filter((each) => each.open !== null).map((each) => JSON.stringify(each.flow)))
    .size;
  const parts = [
    ...(healed > 0 ? [`${counted(healed, '条')}被丢弃的流会通过`] : []),
    ...(broken > 0 ? [`${counted(broken, '条')}原本通过的流会被丢弃`] : []),
    ...(other > 0 ? [`${counted(other, '条流')}的结果会不同`] : []),
    ...(diverted > 0 ? [`${counted(diverted, '条流')}会从另一条路径离开`] : []),
    ...(maybe > 0 ? [`${counted(maybe, '条流')}可能改变`] : []),
  ];
  const stays = unchanged === 0 ? '没有流与采集的结果相同' : `${counted(unchanged, '条流')}与采集的结果相同`;
  const unproven = unused.length === 0 ? '' : `${counted(unused.length, '条流')}无法用作证明。`;
  return `${parts.length === 0 ? `不会有任何改变：${stays}` : `${parts.join('，')}；${stays}`}。${unproven}`;
}

/** `tcp 10.1.0.2 > 10.2.0.2:81，从 eth0 进入`, the head of a flow's lines. */
export function flow(key: FlowKey): string {
  return flowText(key);
}

/** `采集：被……丢弃` */
export function captured({ captured: { disposition, cause } }: WhatIfFlow): string {
  return `采集：${cause === null ? ended(disposition) : summary(cause)}`;
}

export function changed({ changed: end }: WhatIfFlow): string {
  return `改动后：${ending(end)}`;
}

/** One sentence: how packets would end. */
export function ending({ end, egress }: WalkedEnd): string {
  const to =
    egress === null || egress.dst === null
      ? ''
      : `，发往 ${egress.dst}${egress.dport === null ? '' : ` 端口 ${egress.dport}`}`;
  return `${endSentence(end)}${to}`;
}

/** Why a flow's end is not certain; a sentence. */
export function open(why: WhatIfOpen): string {
  switch (why.kind) {
    case 'branches': {
      const ends = [...new Set(why.ends.map(ending))];
      const rests = why.assumed.slice(0, 3).map(assumption);
      const ways = ends.length > 1 ? `可能的结果：${listed(ends, 'or')}。` : '它依赖诊断包未显示的内容。';
      return rests.length === 0 ? ways : `${ways}显示的是以下情形：${listed(rests)}。`;
    }
    case 'unexplored':
      return '未知之处过多，无法走遍这些包可能经过的每条路径。';
    case 'connection':
      return '其连接的首包会有不同的结果，因此不知道这些包是否还会发送。';
    case 'entry-deleted':
      return '其连接的 conntrack 表项已不存在。';
  }
}

/** Why packets prove nothing; a sentence. */
export function notReplayable({ why }: Pick<NotReplayable, 'why'>): string {
  switch (why.kind) {
    case 'end-unknown':
      return '日志没有显示它们的结果。';
    case 'nothing-known':
      return '诊断包中没有该主机的配置。';
    case 'other-way':
      return '在诊断包的配置中走查时，它们的路径与日志显示的不同：缺少某些内容，或在记录日志之后有改动。';
    case 'other-end':
      return `在诊断包的配置中走查时，它们的结果与采集不同：${ending(why.walked)}。`;
  }
}

/** `3 个包` */
export function packets(count: number): string {
  return counted(count, '个包');
}

export function more(count: number): string {
  return `另有 ${counted(count, '条流')}`;
}

/** Why a change can't be made. */
export function whyRefused(says: string | EditFault): string {
  return typeof says === 'string' ? says : editFault(says);
}

/** The line before a refusal: which change can't be made. */
export function refused(id: number, says: string | EditFault): string {
  return `无法进行改动 ${id}：${whyRefused(says)}`;
}

/** Why a change can't be made, where the tool itself would not say so. */
export function editFault(fault: EditFault): string {
  switch (fault.kind) {
    case 'no-described-host':
      return '诊断包没有描述任何主机：既没有规则集也没有路由';
    case 'table-not-shown':
      return `诊断包没有显示 ${fault.tool} 的表 ${fault.table}；${fault.tool}-save 可以显示`;
    case 'interface-not-shown':
      return `诊断包没有显示接口 ${fault.dev}；ip addr 可以显示`;
    case 'rules-not-shown':
      return `诊断包没有显示 ${fault.table}/${fault.chain} 的全部规则，因此无法计数`;
    case 'no-handles':
      return '诊断包中的规则列表没有 handle；nft -a list ruleset 会打印它们';
    case 'changes-nothing':
      return '该命令不作任何改动：它只显示现有内容';
    case 'not-modelled':
      return `${fault.command} 不在可以尝试的改动之列`;
    case 'unreadable-line':
      return malformed(fault.why);
    case 'open-quote':
      return `引号没有闭合：${fault.quote}`;
    default:
      return queryFault(fault);
  }
}

/** No change is among the command's words; `tools` are those whose words can be given. */
export function noChange(tools: readonly string[]): string {
  return `没有指定改动：${listed([...tools.map((tool) => `--${tool} WORDS`), '--config FILE'], 'or')}`;
}

export function fileUnreadable(why: string): string {
  return `无法读取修改过的文件：${why}`;
}

export function fileWithout(path: string): string {
  return `${path} 中没有规则集、路由、策略路由规则、地址、设置或集合`;
}

/** A line that begins with none of the tools. */
export function noTool(line: string, tools: readonly string[]): string {
  return `不是可以尝试的命令：${line}。可以尝试 ${listed(tools)} 的命令；其他程序请尝试其生成的规则，或编辑显示这些规则的文件`;
}

/** The dialog that tries changes. */
export const dialog = {
  title: '尝试改动',
  open: '尝试改动…',
  openTip: '命令会如何影响此次采集中的包',
  withoutRule: '去掉此规则…',
  withoutRuleTip: '没有此规则时，此次采集中的包会怎样',
  about:
    '写法与在主机上输入的命令相同，每行一条；也可以直接编辑诊断包中的文件。不会改动任何东西：采集中的包在改动后的配置中走查。',
  edit: '编辑什么',
  edited: '已编辑',
  asInBundle: '恢复为诊断包中的内容',
  compare: '对比',
  compareTip: '把采集的包与改动后的包并排显示：路径、图、规则、报告（Ctrl Shift Enter）',
  change: '再次改动…',
  changeTip: '回到尝试过的命令和文件',
  commands: '命令',
  example: 'iptables -I FORWARD 1 -p tcp -d 10.2.0.2 --dport 80 -j ACCEPT',
  host: '主机',
  onlyHost: '唯一的一台',
  tryTip: '用包来尝试（Ctrl Enter）',
  tryIt: '尝试',
  trying: '正在走查…',
  captured: '采集',
  changed: '改动后',
  certain: '确定',
  mayChange: '可能改变',
  showFlow: '显示此流的包',
} as const;

/** The sides of a comparison of what was captured with what changes come to. */
export const sides = { before: '采集', after: '改动后' } as const;

/** A file that was edited, and the line in it that is refused. */
export function atLine(path: string, line: number): string {
  return `${path}，第 ${line} 行`;
}

/** The changed side of a comparison, by what was changed: commands and paths. */
export function changedBy(changes: readonly string[]): string {
  return changes.join('；');
}

/** The dialog that sends a packet. */
export const sending = {
  title: '发送一个包',
  open: '发送一个包…',
  openTip: '一个没有人发送过的包会去向何处',
  about: '一个经过诊断包中的规则和路由的包；以当前打开的包作为起点。没有入接口时由主机自身发送。',
  send: '发送',
  withoutIt: '去掉此规则再发送',
  withoutItTip: '去掉此规则后再次发送',
  without: '去掉',
  putBack: '恢复',
  fields: {
    host: '主机',
    in: '入接口',
    src: '源地址',
    dst: '目的地址',
    proto: '协议',
    sport: '源端口',
    dport: '端口',
    icmpType: 'ICMP 类型',
    state: 'conntrack 状态',
    mark: 'Mark',
  },
} as const;
