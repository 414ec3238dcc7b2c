import type { Cause } from '../../model/cause.ts';
import type { Disposition } from '../../model/disposition.ts';
import { withoutRule } from './causes.ts';
import { counted } from './numbers.ts';
import * as terms from './terms.ts';

/** What the window says of a case: the operator's notes, and the file that keeps them. */

/** The tab, and its list. */
export const notes = '笔记';
export const all = '所有笔记';
export const note = '笔记';
export const edit = '编辑';
export const noteTip = '写笔记（在包窗格中按 N）';
export const markTip = '标记（在包窗格中按 M）';
export const keep = '保留笔记';
export const keepTip = '保留该笔记（Ctrl Enter）';
export const leaveTip = '保持笔记原样（Escape）';
export const goTo = '显示该笔记所在之处';
export const remove = '删除该笔记';
export const noted = '已记';
export const ownWords = '用您自己的话，置于报告开头';
export const ownWordsHint = '发生了什么，客户应当做什么';
export const nothing = '还没有笔记。在显示包、丢包点、规则或行的窗格中有 ☆ 和 ✎。';

export function noteOn(label: string): string {
  return `为 ${label} 写笔记`;
}

export function markOn(label: string): string {
  return `标记 ${label}`;
}

export function removeOn(label: string): string {
  return `删除 ${label} 的笔记`;
}

/** `kern.log:482 的包`, `行 iptables-save.txt:31` */
export function onLine(kind: 'packet' | 'line', at: string): string {
  return kind === 'packet' ? `${at} 的包` : `行 ${at}`;
}

/** `丢包点：cause policy filter/FORWARD`; a rule's filter names it. */
export function onSelection(kind: 'dead-end' | 'rule', filter: string): string {
  return kind === 'dead-end' ? `丢包点：${filter}` : filter;
}

export function count(ofNotes: number): string {
  return counted(ofNotes, '条笔记');
}

export const newTab = '新标签页';
export const openTabs = '打开的采集';
export const unsaved = '有未存入案例文件的笔记';
export const save = '保存案例…';
export const saveTip = '保存文件的名称和校验和、过滤条件和笔记，不含证据（Ctrl S）';
export const unsavedQuestion =
  '其中有未存入任何案例文件的笔记。在这里再次打开相同的文件时会恢复，在别处则不会。';
export const closeWithout = '不保存并关闭';
export const waitForChecksums = '仍在计算文件的校验和。';
export const checking = '正在计算校验和…';
export const openAnyway = '仍然打开';
export const evidence = '案例的文件';
export const state = '状态';
export const notYet = '需要';
export const states = {
  same: '相同',
  different: '内容不同',
  missing: '缺少',
  besides: '不在案例中',
} as const;

export function forgetIt(name: string): string {
  return `忘记 ${name} 的笔记和过滤条件`;
}

export function closeTab(name: string): string {
  return `关闭 ${name}`;
}

export function savedAs(file: string): string {
  return `已保存为 ${file}。`;
}

export function noCase(name: string): string {
  return `${name} 不是此版本 Netopsy 的案例。`;
}

export function needsEvidence(ofNotes: number): string {
  const has = ofNotes === 0 ? '' : `它有 ${count(ofNotes)}。`;
  return `${has}案例不含证据：请打开制作它时所用的文件。`;
}

export function differs(files: number): string {
  return `${counted(files, '个文件')}与制作案例时的不同：结论和笔记可能不符。`;
}

export function openFrom(name: string, location: string): string {
  return `从 ${location} 打开 ${name}`;
}

/** `您 2026-11-21 的 3 条笔记已恢复。` */
export function back(ofNotes: number, saved: string): string {
  return `您 ${saved.slice(0, 10)} ${ofNotes === 0 ? '所写的内容' : `的 ${count(ofNotes)}`}已恢复。`;
}

/** `3 条笔记，dst 10.96/16` */
export function stored(ofNotes: number, filter: string): string {
  return [...(ofNotes === 0 ? [] : [count(ofNotes)]), ...(filter === '' ? [] : [filter])].join('，');
}

/** `包 482：被丢弃。被 filter/FORWARD 的默认策略丢弃（已观察到：日志本身显示了裁决）`: a packet's comment in a capture. */
export function packetComment(packet: number, disposition: Disposition, cause: Cause | null): string {
  const end = `包 ${packet}：${terms.disposition(disposition)}。`;
  if (cause === null) return end;
  const { confidence } = cause;
  return `${end}${withoutRule(cause)}（${terms.confidence(confidence)}：${terms.confidenceMeaning(confidence)}）`;
}

export const withOwn = '以我的话和备注开头';
