import { readNumber } from '../../values.ts';
import { listedTarget, type IptablesTarget } from '../target.ts';
import { flipped } from './mark.ts';
import { readMasked } from '../mark-values.ts';

/** tproxy_tg4() (net/netfilter/xt_TPROXY.c): marks and accepts where a socket listens, and drops elsewhere. */
export const tproxy: IptablesTarget = {
  name: 'TPROXY',
  read({ value }) {
    const mark = readMasked(value('--tproxy-mark') ?? '0/0');
    return {
      kind: 'tproxy',
      address: value('--on-ip'),
      port: readNumber(value('--on-port') ?? ''),
      mark: mark === null ? null : flipped(mark.value, mark.mask),
      withoutSocket: 'drops',
    };
  },
  listed: [
    listedTarget(
      'TPROXY redirect (\\S+):(\\d+) mark (0x[0-9a-f]+/0x[0-9a-f]+)',
      ...['--on-port', '$2', '--on-ip', '$1', '--tproxy-mark', '$3'],
    ),
  ],
};
