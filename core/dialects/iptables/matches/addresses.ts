import type { Condition } from '../../../model/condition.ts';
import { compare } from '../../compare.ts';
import { readAddresses } from '../../values.ts';
import type { IptablesMatch, ListedOption } from '../match.ts';
import { listed, not, valueOf } from '../match.ts';

/** iprange_mt4(), iprange_mt6() (net/netfilter/xt_iprange.c): `--src-range 10.1.0.5-10.1.0.9`. */
export const iprange: IptablesMatch = {
  name: 'iprange',
  options: '--src-range --dst-range',
  read: (options) =>
    options.map((option) => {
      const side = option.option === '--src-range' ? 'src' : 'dst';
      const { negated } = option;
      return compare({ kind: 'address', side, family: null }, [readAddresses(valueOf(option))], { negated });
    }),
  listed: [
    listed(`(?<side>source|destination) IP range ${not}(?<range>[^\\s-]+-\\S+)`, ({ side, range = '' }) => [
      'iprange',
      side === 'source' ? '--src-range' : '--dst-range',
      range,
    ]),
  ],
};

/** addrtype_mt_v1() (net/netfilter/xt_addrtype.c): `--dst-type LOCAL,BROADCAST --limit-iface-in`. */
export const addrtype: IptablesMatch = {
  name: 'addrtype',
  options: '--src-type --dst-type --limit-iface-in:0 --limit-iface-out:0',
  read(options) {
    const has = (name: string): boolean => options.some(({ option }) => option === name);
    const limitedTo = has('--limit-iface-in') ? 'in' : has('--limit-iface-out') ? 'out' : null;
    return options
      .filter(({ option }) => option.endsWith('-type'))
      .map((option): Condition => {
        const side = option.option === '--src-type' ? 'src' : 'dst';
        const types = valueOf(option).toUpperCase().split(',');
        return { kind: 'address-type', side, types, limitedTo, negated: option.negated };
      });
  },
  listed: [
    {
      pattern: /^ADDRTYPE match((?: (?:src-type|dst-type) !?[A-Z,]+| limit-(?:in|out))+)(?=\s|$)/,
      options: ([, printed = '']) => listedTypes(printed),
    },
  ],
};

/** `src-type !LOCAL dst-type LOCAL limit-in` after `ADDRTYPE match`. */
function listedTypes(printed: string): ListedOption[] {
  return [...printed.matchAll(/(src-type|dst-type|limit-in|limit-out)(?: (!)?([A-Z,]+))?/g)].map(
    ([, option = '', negation, types]) => ({
      match: 'addrtype',
      option: option.startsWith('limit') ? `--${option.replace('limit', 'limit-iface')}` : `--${option}`,
      negated: negation !== undefined,
      values: types === undefined ? [] : [types],
    }),
  );
}
