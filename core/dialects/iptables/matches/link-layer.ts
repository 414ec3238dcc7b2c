import { compare } from '../../compare.ts';
import { symbolValue } from '../../values.ts';
import type { IptablesMatch } from '../match.ts';
import { listed, not, valueOf } from '../match.ts';

/** mac_mt() (net/netfilter/xt_mac.c): without an Ethernet header it never matches, negated or not. */
export const mac: IptablesMatch = {
  name: 'mac',
  options: '--mac-source',
  read: (options) =>
    options.map((option) =>
      compare({ kind: 'mac', side: 'src' }, [symbolValue(valueOf(option).toLowerCase())], {
        negated: option.negated,
      }),
    ),
  listed: [
    listed(`MAC\\s?${not}(?<mac>(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2})`, ({ mac: address = '' }) => [
      'mac',
      '--mac-source',
      address,
    ]),
  ],
};

/** pkttype_mt() (net/netfilter/xt_pkttype.c): `--pkt-type multicast`. */
export const pkttype: IptablesMatch = {
  name: 'pkttype',
  options: '--pkt-type',
  read: (options) =>
    options.map((option) =>
      compare({ kind: 'link-type' }, [symbolValue(valueOf(option).toLowerCase())], {
        negated: option.negated,
      }),
    ),
  listed: [listed('PKTTYPE (?<not>!)?= (?<type>\\S+)', ({ type = '' }) => ['pkttype', '--pkt-type', type])],
};
