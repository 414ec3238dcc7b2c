import type { Condition } from '../../../model/condition.ts';
import type { IptablesMatch } from '../match.ts';
import { listed, not, optionWords } from '../match.ts';

/** set_match_v4() (net/netfilter/xt_set.c): `--match-set allowed src,dst`. */
export const set: IptablesMatch = {
  name: 'set',
  options:
    '--match-set:2 --return-nomatch:0 --update-counters:0 --update-subcounters:0 --packets-eq --packets-lt --packets-gt --bytes-eq --bytes-lt --bytes-gt',
  read(options) {
    const entryAsked = options
      .filter(({ option }) => option !== '--match-set' && !option.startsWith('--update-'))
      .map((option) => optionWords('set', [option]));
    return options
      .filter(({ option }) => option === '--match-set')
      .map(({ values: [name = '', sides = ''], negated }): Condition => ({
        kind: 'ipset',
        name,
        sides: sides.split(','),
        entryAsked,
        negated,
      }));
  },
  listed: [
    listed(`${not}match-set (?<set>\\S+) (?<sides>[a-z,]+)`, ({ set: name = '', sides = '' }) => [
      'set',
      '--match-set',
      name,
      sides,
    ]),
    listed('return-nomatch', () => ['set', '--return-nomatch']),
  ],
};
