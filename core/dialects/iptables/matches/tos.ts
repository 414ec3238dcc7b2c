import { dscpOfClass } from '../../dscp-names.ts';
import { tosNames } from '../../tos-names.ts';
import { compare } from '../../compare.ts';
import { numberValue, readNumber, wordValue } from '../../values.ts';
import { maskedValues } from '../mark-values.ts';
import type { IptablesMatch } from '../match.ts';
import { listed, not, valueOf } from '../match.ts';

/** dscp_mt() (net/netfilter/xt_dscp.c): `--dscp 0x2e`, the upper six bits of the TOS byte; classes by name. */
export const dscp: IptablesMatch = {
  name: 'dscp',
  options: '--dscp --dscp-class',
  read: (options) =>
    options.map((option) => {
      const written = valueOf(option);
      const number = option.option === '--dscp-class' ? dscpOfClass(written) : readNumber(written);
      const value = number === null ? wordValue(written) : numberValue(number);
      return compare({ kind: 'dscp', family: null }, [value], { negated: option.negated });
    }),
  listed: [
    listed(`DSCP match ${not}(?<dscp>0x[0-9a-f]+)`, ({ dscp: value = '' }) => ['dscp', '--dscp', value]),
  ],
};

/** tos_mt(): `--tos 0x10/0x3f`. */
export const tos: IptablesMatch = {
  name: 'tos',
  options: '--tos',
  read: (options) =>
    options.map((option) => {
      const written = tosNames.get(valueOf(option).toLowerCase()) ?? valueOf(option);
      const { values, mask } = maskedValues(written, 0xff);
      return compare({ kind: 'tos' }, values, { mask, negated: option.negated });
    }),
  listed: [
    listed(`(?:tos|TOS) match ?${not}(?<tos>0x[0-9a-f]+(?:/0x[0-9a-f]+)?)`, ({ tos: value = '' }) => [
      'tos',
      '--tos',
      value,
    ]),
  ],
};

/** ecn_mt() (net/netfilter/xt_ecn.c): `--ecn-ip-ect 2`, and two flags of TCP. */
export const ecn: IptablesMatch = {
  name: 'ecn',
  options: '--ecn-tcp-cwr:0 --ecn-tcp-ece:0 --ecn-ip-ect',
  read: (options) =>
    options.map((option) => {
      const { negated } = option;
      if (option.option === '--ecn-ip-ect') {
        const number = readNumber(valueOf(option));
        const value = number === null ? wordValue(valueOf(option)) : numberValue(number);
        return compare({ kind: 'ecn', family: null }, [value], { negated });
      }
      const flag = option.option === '--ecn-tcp-ece' ? 0x40 : 0x80;
      return compare({ kind: 'tcp-flags' }, [numberValue(flag)], { mask: flag, negated });
    }),
  listed: [
    {
      pattern: /^ECN match(?: !?ECE)?(?: !?CWR)?(?: !?ECT=\d)?(?=\s|$)/,
      options: ([words]) =>
        words
          .split(' ')
          .slice(2)
          .map((word) => {
            const negated = word.startsWith('!');
            const [flag = '', ...values] = (negated ? word.slice(1) : word).split('=');
            return { match: 'ecn', option: ecnOptions[flag] ?? '', negated, values };
          }),
    },
  ],
};

const ecnOptions: Readonly<Record<string, string>> = {
  ECE: '--ecn-tcp-ece',
  CWR: '--ecn-tcp-cwr',
  ECT: '--ecn-ip-ect',
};
