import type { Condition } from '../../../model/condition.ts';
import type { IptablesMatch } from '../match.ts';

/**
 * rpfilter_mt() (net/ipv4/netfilter/ipt_rpfilter.c): `--loose --validmark --accept-local --invert`. The match holds where
 * the reverse path suits.
 */
export const rpfilter: IptablesMatch = {
  name: 'rpfilter',
  options: '--loose:0 --validmark:0 --accept-local:0 --invert:0',
  read(options) {
    const has = (name: string): boolean => options.some(({ option }) => option === name);
    const condition: Condition = {
      kind: 'reverse-path',
      loose: has('--loose'),
      byMark: has('--validmark'),
      acceptsLocal: has('--accept-local'),
      negated: has('--invert'),
    };
    return [condition];
  },
  listed: [
    {
      pattern: /^rpfilter(?: loose)?(?: validmark)?(?: accept-local)?(?: invert)?(?=\s|$)/,
      options([words]) {
        const [, ...flags] = words.split(' ');
        const options = flags.length === 0 ? [''] : flags.map((flag) => `--${flag}`);
        return options.map((option) => ({ match: 'rpfilter', option, negated: false, values: [] }));
      },
    },
  ],
};
