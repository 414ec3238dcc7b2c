import type { Condition } from '../../../model/condition.ts';
import { undecidable } from '../../compare.ts';
import { readNumber } from '../../values.ts';
import type { IptablesMatch, ListedOption } from '../match.ts';
import { optionWords } from '../match.ts';

/** statistic_mt() (net/netfilter/xt_statistic.c): `--mode random --probability 0.5`, `--mode nth --every 3 --packet 0`. */
export const statistic: IptablesMatch = {
  name: 'statistic',
  options: '--mode --probability --every --packet',
  read(options) {
    const find = (name: string): string | undefined =>
      options.find(({ option }) => option === name)?.values[0];
    const negated = options.some((option) => option.negated);
    const [probability, every] = [find('--probability'), readNumber(find('--every') ?? '')];
    const packet = readNumber(find('--packet') ?? '0');
    if (probability !== undefined && /^\d+(?:\.\d+)?$/.test(probability))
      return [{ kind: 'chance', probability: Number(probability), negated }];
    const nth: Condition | null =
      every === null || packet === null ? null : { kind: 'nth', every, packet, negated };
    return [nth ?? undecidable('statistic', 'chance', optionWords('statistic', options))];
  },
  listed: [
    {
      pattern:
        /^statistic mode (?:random( !)? probability (\S+)|nth( !)? every (\d+)(?: packet (\d+))?)(?=\s|$)/,
      options: ([, notRandom, probability, notNth, every = '', packet = '0']) => {
        const one = (option: string, value: string, negated = false): ListedOption => ({
          match: 'statistic',
          option,
          negated,
          values: [value],
        });
        return probability === undefined
          ? [one('--mode', 'nth'), one('--every', every, notNth !== undefined), one('--packet', packet)]
          : [one('--mode', 'random'), one('--probability', probability, notRandom !== undefined)];
      },
    },
  ],
};
