import type { Disposition } from '../../model/disposition.ts';
import type { Confidence } from '../../model/evidence.ts';
import { grouped } from '../../model/grouped.ts';
import { counted } from './numbers.ts';

export { fileSize } from '../file-size.ts';

/** Said where it is true (`isAllClear`), and nowhere else. */
export const noPacketDied = '没有包被丢弃。';
export const noTracedPackets = '没有找到被跟踪的包。';

/** Between a label and what it says, and between parts of a line. */
export const colon = '：';
export const comma = '，';

/** A sentence with its full stop. */
export function sentence(text: string): string {
  return `${text}。`;
}

/** A host for a sentence; the log may name none. */
export function hostName(host: string): string {
  return host === '' ? '未命名主机' : host;
}

/** What each word for certainty means, as a clause. */
export function confidenceMeaning(confidence: Confidence): string {
  switch (confidence) {
    case 'observed':
      return '日志本身显示了裁决';
    case 'inferred':
      return '诊断包中的另一个文件可以证明';
    case 'possible':
      return '与证据相符，但未被证明';
  }
}

const confidences: Readonly<Record<Confidence, string>> = {
  observed: '已观察到',
  inferred: '可推断',
  possible: '可能',
};

/** How certain a claim is, in a word. */
export function confidence(name: Confidence): string {
  return confidences[name];
}

const dispositions: Readonly<Record<Disposition, string>> = {
  forwarded: '已转发',
  delivered: '已送达本机',
  sent: '已发出',
  dropped: '被丢弃',
  rejected: '被拒绝',
  queued: '已入队',
  unknown: '未知',
  incomplete: '不完整',
};

/** How a journey ended, in a word. */
export function disposition(name: Disposition): string {
  return dispositions[name];
}

/** `1,204 个包` */
export function packets(count: number): string {
  return counted(count, '个包');
}

export function flows(count: number): string {
  return counted(count, '条流');
}

export function files(count: number): string {
  return counted(count, '个文件');
}

export function ports(count: number): string {
  return counted(count, '个端口');
}

export function hosts(count: number): string {
  return counted(count, '台主机');
}

/** `甲、乙、丙等 7 个` */
export function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join('、');
  return names.length <= 3 ? shown : `${shown}，另有 ${grouped(names.length - 3)} 个`;
}
