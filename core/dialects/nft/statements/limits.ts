import type { Because } from '../../../model/rule-field.ts';
import { undecidable } from '../../compare.ts';
import type { NftStatement, StatementRead } from '../statement.ts';

/** Statements that let only some packets on: how many came before is in no file. */
export const limits: readonly NftStatement[] = [
  // `limit rate over 10/minute burst 5 packets`, `limit rate 10 mbytes/second burst 5 kbytes`, `limit name "x"`
  {
    words: ['limit'],
    read(words, start) {
      let next = start + (words[start + 2] === 'over' ? 4 : 3);
      if (words[start + 1] !== 'name' && !(words[next - 1] ?? '').includes('/')) next++;
      if (words[next] === 'burst') next += 3;
      return held('limit', 'rate', words, start, next);
    },
  },
  // `quota over 5 mbytes used 0 bytes`, `quota name "q1"`
  {
    words: ['quota'],
    read(words, start) {
      let next = start + (['over', 'until'].includes(words[start + 1] ?? '') ? 4 : 3);
      const end = next;
      if (words[next] === 'used') next += 3;
      // What is used of it changes by itself.
      return { ...held('quota', 'rate', words, start, end), next };
    },
  },
  // `meter m1 size 65535 { ip saddr limit rate 5/second }`
  {
    words: ['meter'],
    read: (words, start) =>
      held('meter', 'rate', words, start, start + (words[start + 2] === 'size' ? 5 : 3)),
  },
];

/** A statement that holds the rule up for a reason that no file tells. */
export function held(
  name: string,
  because: Because,
  words: readonly string[],
  start: number,
  next: number,
): StatementRead {
  return { next, conditions: [undecidable(name, because, words.slice(start, next).join(' '))] };
}
