import { undecidable } from '../../compare.ts';
import type { NftStatement } from '../statement.ts';

/**
 * `add @seen { ip saddr }`, `update @dyn { ip saddr limit rate 5/second }`: a set that is full, or a limit in its braces,
 * ends the rule there.
 */
export const setStatements: readonly NftStatement[] = ['add', 'update', 'delete'].map((operation) => ({
  words: [operation],
  read(words, start) {
    const next = start + 3;
    const all = words.slice(start, next).join(' ');
    return {
      next,
      conditions: [undecidable('dynamic set', 'changing-set', all)],
      statements: [
        { kind: 'update-set', operation, set: (words[start + 1] ?? '').replace(/^@/, ''), words: all },
      ],
    };
  },
}));
