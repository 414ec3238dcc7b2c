import { nextHops } from './routing.ts';

export const unknown = 'Not known.';
export const missing = 'Please send';

/** The text's first line: the packet that is asked about. */
export function query(about: {
  readonly from: string | null;
  readonly to: string;
  readonly iif: string | null;
  readonly mark: number;
  readonly tos: number;
}): string {
  const comes = about.iif === null ? 'sent by the host' : `in ${about.iif}`;
  return `${about.from ?? 'any address'} > ${about.to}, ${comes}, mark ${about.mark}, TOS ${about.tos}`;
}

/** `Forwarded via 10.2.0.254 dev eth1`, `Dropped (blackhole): ...` */
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
      return `Dropped (${cause}): ${reason}`;
    case 'local':
      return 'For the host itself';
    case 'broadcast':
      return 'A broadcast, for the host itself';
    default:
      return `${outcome === 'send' ? 'Sent' : 'Forwarded'} ${nextHops(about.nextHops)}${src === null ? '' : `, source ${src}`}`;
  }
}
