import { compare } from '../../compare.ts';
import { maskedValues } from '../mark-values.ts';
import type { IptablesMatch } from '../match.ts';
import { listed, not, valueOf } from '../match.ts';

/** mark_mt() (net/netfilter/xt_mark.c): `--mark 0x10/0xf0`. */
export const mark: IptablesMatch = markMatch('mark', '(?:mark|MARK) match ');

/** connmark_mt() (net/netfilter/xt_connmark.c): `--mark 0x1/0x1`; never for a packet without a connection. */
export const connmark: IptablesMatch = markMatch('connmark', '(?:connmark|CONNMARK) match\\s+');

function markMatch(name: 'mark' | 'connmark', printed: string): IptablesMatch {
  const kind = name === 'mark' ? 'mark' : 'ct-mark';
  return {
    name,
    options: '--mark',
    read: (options) =>
      options.map((option) => {
        const { values, mask } = maskedValues(valueOf(option));
        return compare({ kind }, values, { mask, negated: option.negated });
      }),
    listed: [
      listed(`${printed}${not}(?<mark>0x[0-9a-f]+(?:/0x[0-9a-f]+)?)`, ({ mark: value = '' }) => [
        name,
        '--mark',
        value,
      ]),
    ],
  };
}
