import { nextHops } from './routing.ts';

export const unknown = '未知。';
export const missing = '请发送';

/** The text's first line: the packet that is asked about. */
export function query(about: {
  readonly from: string | null;
  readonly to: string;
  readonly iif: string | null;
  readonly mark: number;
  readonly tos: number;
}): string {
  const comes = about.iif === null ? '由主机发送' : `从 ${about.iif} 进入`;
  return `${about.from ?? '任意地址'} > ${about.to}，${comes}，mark ${about.mark}，TOS ${about.tos}`;
}

/** `转发 via 10.2.0.254 dev eth1`, `丢弃（blackhole）：...` */
export function answer(about: {
  readonly outcome: 'forward' | 'send' | 'local' | 'broadcast' | 'drop' | null;
  readonly cause: string | null;
  readonly reason: string | null;
  readonly nextHops: readonly { readonly dev: string | null; readonly via: string | null }[];
  readonly src: string | null;
}): string {
  const { outcome, cause, reason, src } = about;
  switch (outcome) {
    case 'drop':
      return `丢弃（${cause}）：${reason}`;
    case 'local':
      return '发往本机';
    case 'broadcast':
      return '广播，发往本机';
    default:
      return `${outcome === 'send' ? '发出' : '转发'} ${nextHops(about.nextHops)}${src === null ? '' : `，源地址 ${src}`}`;
  }
}
