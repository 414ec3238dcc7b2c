import type {
  Attribution,
  AttributionProof,
  CaptureDiff,
  CaptureSide,
  Change,
  ChangeEffect,
  ChangeKind,
  CountedDrop,
  DiffNote,
  FlowChange,
  FlowKey,
  FlowOutcome,
  Unattributed,
} from '../../model/diff.ts';
import { isDead } from '../../model/disposition.ts';
import { grouped } from '../../model/grouped.ts';
import { alikeSettings } from '../alike-settings.ts';
import { summary } from './causes.ts';
import { detail as detailText } from './changes.ts';
import { listed } from './lists.ts';
import { counted } from './numbers.ts';
import { socket } from './places.ts';
import { disposition as ended, hostName } from './terms.ts';

/** Titles of the report's sections. */
export const sections = {
  answer: '有什么改变',
  flows: '结果改变的流',
  changes: '配置改动',
  graph: '之前与之后的包路径',
  rules: '规则集及其命中',
  otherFlows: '所有其他流',
  notes: '说明',
  filesBefore: '检查的文件，之前',
  filesAfter: '检查的文件，之后',
} as const;

/** Heads of columns and rows. */
export const columns = {
  flow: '流',
  before: '之前',
  after: '之后',
  cause: '原因',
  proof: '依据',
  packets: '包',
  host: '主机',
  from: '从',
  to: '到',
  number: '编号',
  kind: '类型',
  what: '内容',
  rule: '规则',
} as const;

export const kindOfReport = '比较';
export const report = '报告';
export const notBefore = '不存在';
export const notAfter = '消失';
export const noChangeBlamed = '没有归因于任何改动。';
export const divertedOnly = '，走了另一条路径';
export const notInThisCapture = '不在此次采集中';
export const firstDifference = '第一处差异';
export const countedDrops = '其间计数的丢包';

/** A line of the text: what a rule that drops, or a policy, counted. */
export function countedDrop({ host, table, chain, rule, packets, bytes }: CountedDrop): string {
  const who =
    rule === null
      ? `${table}/${chain} 的默认策略`
      : `${table}/${chain} 的${rule.number === null ? '某条规则' : `规则 ${rule.number}`}（${rule.text}）`;
  return `${counted(packets, '个包')}，${counted(bytes, '字节')}：${host === '' ? '' : `${host} 上 `}${who}`;
}

export const withEffect = '改变了这些流的改动';
export const withoutEffect = '没有改变这些采集中任何流的改动';
export const otherPath = '走了另一条路径的流';
export const graphLegend =
  '▲ 占全部包的比例比之前大，+ 新增，▼ 比例变小，− 消失；红底白字：现在才在此处丢包。两个图的布局相同。';
export const edgesAsTable = '以表格列出不同的边';
export const rulesLegend = '有差异的链。之前和之后：按日志匹配的包。';
export const rowStates = {
  same: '',
  added: '+ 新增',
  removed: '− 移除',
  moved: '↕ 移动',
  changed: '≠ 改变',
} as const;

/** The report's first sentence: `两次采集共有的 12 条流中有 3 条结果改变。` */
export function headline(changed: number, both: number): string {
  if (both === 0) return '两次采集没有共同的流。';
  const flows = `两次采集共有的 ${counted(both, '条流')}`;
  return changed === 0 ? `${flows}的结果都没有改变。` : `${flows}中有 ${grouped(changed)} 条结果改变。`;
}

/** Sentences for a reader who knows no chain. */
export function inPlainWords({ changes, flows }: Pick<CaptureDiff, 'changes' | 'flows'>): string {
  const both = flows.filter(({ before, after }) => before !== null && after !== null).length;
  const changed = flows.filter((flow) => flow.changed || flow.diverted);
  const died = (flow: FlowChange, side: CaptureSide): boolean => {
    const outcome = flow[side];
    return outcome !== null && isDead(outcome.disposition);
  };
  const broken = changed.filter((flow) => died(flow, 'after') && !died(flow, 'before')).length;
  const healed = changed.filter((flow) => died(flow, 'before') && !died(flow, 'after')).length;
  const blamed = new Set(flows.flatMap(({ attribution }) => attribution?.changes ?? [])).size;
  const alone = flows.length - both;
  const sentences = [
    changes.length === 0
      ? '在诊断包所显示的范围内，两次采集之间没有发现配置改动。'
      : `发现 ${counted(changes.length, '处配置改动')}。`,
  ];
  if (broken > 0) sentences.push(`${counted(broken, '条')}之前能通过的流现在被丢弃或拒绝。`);
  if (healed > 0) sentences.push(`${counted(healed, '条')}之前被丢弃或拒绝的流现在能通过。`);
  if (changes.length > 0 && changed.length > 0) sentences.push(explanation(blamed, changes.length));
  if (alone > 0) sentences.push(`${counted(alone, '条流')}只在其中一次采集中，无法比较。`);
  return sentences.join('');
}

function explanation(blamed: number, changes: number): string {
  if (blamed === 0) return changes === 1 ? '它不能解释这一点。' : '其中没有一处能解释这一点。';
  if (changes === 1) return '它能解释这一点。';
  if (blamed === changes) return '它们合起来能解释这一点。';
  return `其中 ${grouped(blamed)} 处能解释这一点；其余对这些包没有影响。`;
}

/** The first two lines of the text: what was found. */
export function found({ changes, flows }: Pick<CaptureDiff, 'changes' | 'flows'>): readonly string[] {
  const both = flows.filter(({ before, after }) => before !== null && after !== null);
  const changed = both.filter((flow) => flow.changed).length;
  return [
    changes.length === 0 ? '没有配置改动' : counted(changes.length, '处配置改动'),
    `两次采集共有 ${counted(both.length, '条流')}，${changed === 0 ? '结果都没有改变' : `其中 ${grouped(changed)} 条结果改变`}`,
  ];
}

/** `只在之前采集中的流` */
export function onlyIn(side: CaptureSide): string {
  return side === 'before' ? '只在之前采集中的流' : '只在之后采集中的流';
}

export function more(count: number): string {
  return `另有 ${grouped(count)} 条`;
}

/** 之前 and 之后 as a line's first word in the text. */
export function outcomeLine(side: CaptureSide, outcome: FlowOutcome | null): string {
  return `${sideWord(side)} ${outcomeText(outcome)}`;
}

function sideWord(side: CaptureSide): string {
  return side === 'before' ? '之前' : '之后';
}

/** `tcp 10.1.0.2 > 10.2.0.2:80，从 eth0 进入 gw` */
export function flow({ protocol, src, sport, dst, dport, icmpType, inInterface, host }: FlowKey): string {
  const from = socket({ address: src, port: sport });
  const to = socket({ address: dst, port: dport });
  const type = icmpType === null ? '' : ` 类型 ${icmpType}`;
  return `${protocol}${type} ${from} > ${to}，${incoming(inInterface)}${host === '' ? '' : `（${host}）`}`;
}

/** `从 eth0 进入`, or for the host's own packets `由主机发送`. */
export function incoming(interfaceName: string): string {
  return interfaceName === '' ? '由主机发送' : `从 ${interfaceName} 进入`;
}

/** `3 个包被丢弃（1 个已转发）：被 filter/FORWARD 的规则 2 丢弃：...` */
export function outcomeText(outcome: FlowOutcome | null): string {
  if (outcome === null) return notInThisCapture;
  const { packets, disposition, byDisposition, cause, egress } = outcome;
  const others = (Object.entries(byDisposition) as [FlowOutcome['disposition'], number][]).filter(
    ([name]) => name !== disposition,
  );
  const mixed =
    others.length === 0
      ? ''
      : `（${others.map(([name, number]) => `${number} 个${ended(name)}`).join('，')}）`;
  const to = egress === null ? '' : `，${outgoing(egress)}`;
  const why = cause === null ? '' : `：${summary(cause)}`;
  return `${counted(packets, '个包')}${ended(disposition)}${to}${mixed}${why}`;
}

const proofs: Readonly<Record<AttributionProof, string>> = {
  replayed: '已重放',
  named: '已指明',
  possible: '可能',
};

/** How a change's blame is known, in a word. */
export function proof(of: AttributionProof): string {
  return proofs[of];
}

/** `从 eth1 发往 10.2.0.2:80` */
export function outgoing({ interface: dev, dst, dport }: NonNullable<FlowOutcome['egress']>): string {
  return `从 ${dev} 发往 ${socket({ address: dst, port: dport })}`;
}

const changeKinds: Readonly<Record<ChangeKind, string>> = {
  'rule-added': '添加规则',
  'rule-removed': '移除规则',
  'rule-moved': '移动规则',
  'rule-changed': '修改规则',
  'policy-changed': '修改策略',
  'chain-added': '添加链',
  'chain-removed': '移除链',
  'route-added': '添加路由',
  'route-removed': '移除路由',
  'route-changed': '修改路由',
  'ip-rule-added': '添加策略路由规则',
  'ip-rule-removed': '移除策略路由规则',
  'ip-rule-changed': '修改策略路由规则',
  'sysctl-changed': '修改 sysctl',
  'set-changed': '修改集合',
  'address-changed': '修改地址',
  'link-changed': '修改链路',
};

/** `移除规则` */
export function changeKind(kind: ChangeKind): string {
  return changeKinds[kind];
}

/** `原因：改动 2，移除规则：filter/FORWARD 位置 5：...` */
export function causedBy(change: Change, by: AttributionProof): string {
  return `${by === 'possible' ? '可能的原因' : '原因'}：改动 ${changeText(change)}`;
}

/** `2，移除规则：filter/FORWARD 位置 5：-A FORWARD ...  gw 上  之后:iptables-save.txt:9` */
export function changeText({ id, kind, host, detail, effect, before, after }: Change): string {
  const at = after ?? before;
  return [
    `${id}，${changeKind(kind)}：${detailText(detail)}`,
    effect === null ? '' : `（${effectText(effect)}）`,
    host === '' ? '' : `  在 ${host} 上`,
    at === null ? '' : `  ${after === null ? '之前' : '之后'}:${at.file}:${at.line}`,
  ].join('');
}

/** What a change does to packets where its line alone does not tell. */
export function effectText(effect: ChangeEffect): string {
  switch (effect.kind) {
    case 'later-interfaces':
      return '对之后创建的接口生效';
    case 'effective-setting':
      return effect.devices.length === 0
        ? `将 conf.all 与接口合起来看，实际生效的 ${effect.setting} 与之前相同`
        : alikeSettings(effect.devices)
            .map(
              ([{ before, after }, devices]) =>
                `${listed(devices)} 实际生效的 ${effect.setting} 原为 ${before}，现为 ${after}`,
            )
            .join('；');
    case 'fleeting-elements':
      return '其元素可能自行变化';
    case 'source-rewritten':
      return '包可能以另一个源地址离开，应答可能无法返回；跟踪在源地址改写之前结束';
  }
}

/** How a change's blame is known, as a clause. */
export function proofMeaning(of: AttributionProof): string {
  switch (of) {
    case 'replayed':
      return '由重放证明';
    case 'named':
      return '原因本身指明了改动之处';
    case 'possible':
      return '与证据相符，但未被证明';
  }
}

/** What a replay showed, as sentences without the last full stop. */
export function attribution({ changes, besides: others, proof: by }: Attribution): string {
  const those = changeNumbers(changes);
  if (by === 'named') return `原因本身指明了${those} 所涉及之处`;
  const applying = `重放：只在之前的配置上应用${those}，即得到之后的结果`;
  const reverting =
    others.length === 0
      ? '；在之后的配置中撤销它，即恢复之前的结果'
      : `；要恢复之前的结果，还须撤销${changeNumbers(others)}`;
  return `${applying}${reverting}${by === 'possible' ? '。这依赖诊断包未显示的内容' : ''}`;
}

function changeNumbers(ids: readonly number[]): string {
  return `改动 ${listed(ids.map(String))}`;
}

/** Why no change is blamed, as a sentence without its full stop. */
export function unattributed(why: Unattributed): string {
  switch (why) {
    case 'nothing-changed':
      return '配置没有改动';
    case 'not-shown':
      return '将两次采集的包在两种配置中重放，不能显示它来自哪处改动';
    case 'host-of-one-capture':
      return '该主机只在其中一次采集中';
  }
}

function namedIn(host: string): string {
  return host === '' ? '没有名称' : `名为 ${host}`;
}

/** What makes the comparison less than certain, as a sentence without its full stop. */
export function note(about: DiffNote): string {
  switch (about.kind) {
    case 'renamed-host':
      return `该主机在之前的采集中${namedIn(about.before)}，在之后的采集中${namedIn(about.after)}；因两次采集都只有一台主机，视为同一台`;
    case 'host-of-one-capture':
      return `主机 ${hostName(about.host)} ${onlyThere(about.side)}`;
    case 'table-of-one-capture':
      return `表 ${about.table} ${onlyThere(about.side)}`;
    case 'listing-and-dump':
      return `表 ${about.table} 在一次采集中是列表，在另一次中是转储：两者打印方式不同的规则可能看似有改动`;
    case 'routes-of-one-capture':
      return `路由表 ${about.table} 的路由${onlyThere(about.side)}`;
    case 'fib-rules-of-one-capture':
      return `${about.family} 的策略路由规则（ip rule）${onlyThere(about.side)}`;
    case 'part-of-one-capture':
      return `${partNames[about.part]}${onlyThere(about.side)}`;
  }
}

const partNames = {
  links: '接口',
  addresses: '地址',
  sysctls: 'sysctl ',
  ipsets: '集合（ipset）',
} as const;

function onlyThere(side: CaptureSide): string {
  return `只在${sideWord(side)}的采集中：不作比较`;
}

/** `逐步对照两段旅程：之前的包 3，之后的包 5` */
export function bothJourneys(before: number, after: number): string {
  return `逐步对照两段旅程：之前的包 ${grouped(before)}，之后的包 ${grouped(after)}`;
}

/** `要恢复之前的结果，还须撤销：3, 5` */
export function besides(ids: readonly number[]): string {
  return `要恢复之前的结果，还须撤销：${ids.join('、')}`;
}

/** Where a change's lines are shown: `之前：...` */
export function sideLabel(side: CaptureSide): string {
  return `${sideWord(side)}：`;
}

/** `gw 之前的图` */
export function graphOf(host: string | null, side: CaptureSide): string {
  return `${host === null ? '' : `${hostName(host)} `}${sideWord(side)}的图`;
}

/** Where tables leave something out. */
export const leftOut = {
  changedFlows: (count: number) => `未显示：另有 ${grouped(count)} 条结果改变的流。`,
  flows: (count: number) => `未显示：另有 ${grouped(count)} 条包数更少的流。`,
  steps: (count: number) => `未显示：另有 ${grouped(count)} 步。`,
  changes: (count: number) => `未显示：另有 ${grouped(count)} 处改动。`,
  places: (count: number) => `未在图中：${grouped(count)} 处少有包经过的位置。`,
  edges: (count: number) => `未显示：另有 ${grouped(count)} 条边。`,
  rulesOf: (count: number, chain: string) => `未显示：${chain} 另有 ${grouped(count)} 条规则。`,
  sameChains: (count: number) => `未显示：${counted(count, '条链')}在两次中相同。`,
} as const;
