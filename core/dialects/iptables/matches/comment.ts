import type { Condition } from '../../../model/condition.ts';
import type { IptablesMatch } from '../match.ts';
import { valueOf } from '../match.ts';

/** xt_comment: a match that holds for every packet, and that makes its rule one with a match all the same. */
export const comment: IptablesMatch = {
  name: 'comment',
  options: '--comment',
  read: (options) => options.map((option): Condition => ({ kind: 'comment', text: valueOf(option) })),
  listed: [
    {
      pattern: /^\/\* (.*?) \*\/(?=\s|$)/,
      options: ([, text = '']) => [{ match: 'comment', option: '--comment', negated: false, values: [text] }],
    },
  ],
};
