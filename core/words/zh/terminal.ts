import type { FlowCount } from '../../model/analysis.ts';
import type { LineCounts } from '../../model/artifact.ts';
import type { Cause } from '../../model/cause.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Disposition } from '../../model/disposition.ts';
import type { EndNote } from '../../model/end-note.ts';
import type { LineRef } from '../../model/evidence.ts';
import { grouped } from '../../model/grouped.ts';
import type { MissingInput, NearMiss } from '../../model/journey.ts';
import { deadEnd as deadEndSentence, remedy as remedySentence } from './causes.ts';
import { message, severity as severityWord } from './diagnostics.ts';
import { note as endNote } from './endings.ts';
import { mismatch } from './mismatches.ts';
import { settles, what } from './missing.ts';
import { counted } from './numbers.ts';
import { ruleOrPolicy, socket } from './places.ts';
import { confidence, disposition as ended, hostName } from './terms.ts';

/** Headings of the parts of the text. */
export const deadEnds = '丢包点';
export const openEnds = '未决的结果';
export const clues = '值得一看';
export const kernelMessages = '内核消息';
export const betweenHosts = '主机之间';
export const missing = '请发送';
export const notes = '说明';
export const files = '文件';

export const partial = '在全部读取之前停止：计数只针对已读取的部分。';

/** `gw-a、gw-b 上的 5 个包：3 个已转发，2 个被丢弃` */
export function counts(
  packets: number,
  hosts: readonly string[],
  byDisposition: readonly (readonly [Disposition, number])[],
): string {
  const ends = byDisposition.flatMap(([name, count]) =>
    count > 0 ? [`${grouped(count)} 个${ended(name)}`] : [],
  );
  return `${hosts.map(hostName).join('、')} 上的 ${counted(packets, '个包')}：${ends.join('，')}`;
}

/** Stands after what is said of a host; nothing for one without a name. */
export function onHost(host: string): string {
  return host === '' ? '' : `  在 ${host} 上`;
}

/** A dead end's first line, after its count. */
export function deadEnd(cause: Cause, variants: number, host: string): string {
  return `${deadEndSentence(cause, variants)}  [${confidence(cause.confidence)}]${onHost(host)}`;
}

export function remedy(cause: Cause): string {
  return `解决办法：${remedySentence(cause)}`;
}

export function flow({ protocol, src, sport, dst, dport, packets }: FlowCount): string {
  const from = socket({ address: src, port: sport });
  return `${protocol} ${from} > ${socket({ address: dst, port: dport })}  ${grouped(packets)}`;
}

export function moreFlows(count: number): string {
  return `另有 ${counted(count, '条流')}`;
}

export function nearMiss({ table, chain, number, failed, text }: NearMiss): string {
  const place = number === null ? `${table}/${chain}` : ruleOrPolicy({ table, chain, rule: number });
  return `险些匹配：${text}  （${place}）：${mismatch(failed)}`;
}

/** Where in the log the dead end can be looked up. */
export function lastLine({ file, line }: LineRef, packet: number): string {
  return `${file}:${line}: 包 ${packet} 的最后一行`;
}

/** An open end, after its count; null where only its disposition tells of it. */
export function openEnd(note: EndNote | null, disposition: Disposition): string {
  return note === null ? `结果：${ended(disposition)}` : endNote(note);
}

export function more(count: number): string {
  return `另有 ${grouped(count)} 个`;
}

export function moreOpenEnds(packets: number): string {
  return `另有 ${counted(packets, '个包')}，出于其他原因`;
}

/** `gw-a 上的 iptables-save -c：规则集；可以解决：……` */
export function request(input: MissingInput): string {
  const where = input.host === '' ? '' : `（在 ${input.host} 上）`;
  return `${input.command}${where}：${what(input)}；可以解决：${settles(input)}`;
}

export function diagnostic(note: Diagnostic): string {
  const { severity, code, file, line } = note;
  const where = file === null ? '' : `${file}${line === null ? '' : `:${line}`}: `;
  return `${severityWord(severity)} ${code}: ${where}${message(note)}`;
}

/** `kern.log: kernel-log，行数：12 已解析，3 其他` */
export function file(path: string, kind: string, lines: LineCounts): string {
  const read = [
    `${grouped(lines.parsed)} 已解析`,
    `${grouped(lines.notOurs)} 其他`,
    ...(lines.notModelled > 0 ? [`${grouped(lines.notModelled)} 已识别但未使用`] : []),
    ...(lines.malformed > 0 ? [`${grouped(lines.malformed)} 格式有误`] : []),
  ];
  return `${path}: ${kind}，行数：${read.join('，')}`;
}
