import type { NatFlag, NatType } from '../../../model/statement.ts';
import { readNatPorts, readNatRange } from '../../nat-range.ts';
import { listedTarget, type IptablesTarget } from '../target.ts';

const random = [listedTarget('random-fully', '--random-fully'), listedTarget('random', '--random')];
const mapping = [...random, listedTarget('persistent', '--persistent')];

/**
 * nf_nat_setup_info() (net/netfilter/nf_nat_core.c) returns NF_ACCEPT, which ends the nat table; NF_DROP only when no
 * free tuple is left.
 */
export const natTargets: readonly IptablesTarget[] = [
  nat('DNAT', 'dnat', '--to-destination', [listedTarget('to:(\\S+)', '--to-destination', '$1'), ...mapping]),
  nat('SNAT', 'snat', '--to-source', [listedTarget('to:(\\S+)', '--to-source', '$1'), ...mapping]),
  nat('MASQUERADE', 'masquerade', '--to-ports', [
    listedTarget('masq ports:? ?(\\S+)', '--to-ports', '$1'),
    ...random,
  ]),
  nat('REDIRECT', 'redirect', '--to-ports', [
    listedTarget('redir ports (\\S+)', '--to-ports', '$1'),
    ...random,
  ]),
  nat('NETMAP', 'netmap', '--to', [listedTarget('(?:to:)?([0-9a-f:.]+(?:/\\S+)?)', '--to', '$1')]),
  nat('SAME', 'same', '--to', []),
];

const flags: readonly (readonly [string, NatFlag])[] = [
  ['--random', 'random'],
  ['--random-fully', 'fully-random'],
  ['--persistent', 'persistent'],
];

function nat(
  name: string,
  type: NatType,
  option: string,
  listed: NonNullable<IptablesTarget['listed']>,
): IptablesTarget {
  return {
    name,
    read: ({ has, value }) => ({
      kind: 'nat',
      type,
      to:
        option === '--to-ports'
          ? { address: null, ports: readNatPorts(value(option) ?? '') }
          : readNatRange(value(option)),
      map: null,
      flags: flags.filter(([words]) => has(words)).map(([, flag]) => flag),
    }),
    listed,
  };
}
