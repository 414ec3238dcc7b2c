import type { BridgePort, Condition } from '../../../model/condition.ts';
import { interfaceValue } from '../header-options.ts';
import type { IptablesMatch } from '../match.ts';
import { listed, not, valueOf } from '../match.ts';

/**
 * physdev_mt() (net/netfilter/xt_physdev.c): the bridge ports of a packet that br_netfilter brought to iptables. Other
 * packets have none, which the negated options select.
 */
export const physdev: IptablesMatch = {
  name: 'physdev',
  options: '--physdev-in --physdev-out --physdev-is-in:0 --physdev-is-out:0 --physdev-is-bridged:0',
  read: (options) =>
    options.map((option): Condition => {
      const ask = option.option.slice('--physdev-'.length) as BridgePort;
      const name = ask === 'in' || ask === 'out' ? interfaceValue(valueOf(option)) : null;
      return { kind: 'bridge-port', ask, name, negated: option.negated };
    }),
  listed: [
    listed('PHYSDEV match', () => null),
    listed(`${not}--physdev-(?<option>in|out) (?<dev>\\S+)`, ({ option, dev = '' }) => [
      'physdev',
      `--physdev-${option}`,
      dev,
    ]),
    listed(`${not}--physdev-(?<option>is-in|is-out|is-bridged)`, ({ option }) => [
      'physdev',
      `--physdev-${option}`,
    ]),
  ],
};
