import { grouped } from '../../model/grouped.ts';
import type { TriageLine } from '../../model/triage-line.ts';
import { counted } from './numbers.ts';
import { hostName } from './terms.ts';

export const noBundles = '没有找到诊断包：没有归档，也没有包含内核日志、规则集或抓包的文件夹';

/** `bundles/a.tgz：gw-a，40 个包，3 个被丢弃：2 policy（observed），1 no-route（inferred）；缺少：ip rule` */
export function line({ bundle, hosts, packets, deadEnds, missing, error }: TriageLine): string {
  if (error !== null) return `${bundle}：${error}`;
  const dead = (packets.byDisposition['dropped'] ?? 0) + (packets.byDisposition['rejected'] ?? 0);
  const causes = deadEnds.map(
    ({ cause, packets: count }) => `${grouped(count)} ${cause.kind}（${cause.confidence}）`,
  );
  return [
    `${bundle}：${hosts.map(hostName).join('、')}，${counted(packets.total, '个包')}`,
    dead === 0 ? '' : `，${grouped(dead)} 个被丢弃：${causes.join('，')}`,
    missing.length === 0 ? '' : `；缺少：${missing.map(({ command }) => command).join('、')}`,
  ].join('');
}

/** Why a bundle's analysis broke off. */
export function brokeOff(reason: string): string {
  return `分析中断：${reason}`;
}

/** `12 / 340 个诊断包` */
export function progress(done: number, all: number): string {
  return `${grouped(done)} / ${counted(all, '个诊断包')}`;
}

export function resumeUnreadable(file: string, reason: string): string {
  return `--resume ${file}：${reason}`;
}
