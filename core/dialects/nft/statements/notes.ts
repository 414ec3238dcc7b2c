import type { NftStatement } from '../statement.ts';
import { printedCounter } from '../../printed-counter.ts';
import { unquoted } from '../words.ts';

/** What counts, remembers or explains, and decides nothing. */
export const notes: readonly NftStatement[] = [
  {
    words: ['counter'],
    read(words, start) {
      const [second, third = '', fourth, fifth = ''] = words.slice(start + 1, start + 5);
      if (second === 'name')
        return { next: start + 3, statements: [{ kind: 'counter', name: unquoted(third) }] };
      const statements = [{ kind: 'counter', name: null }] as const;
      if (second !== 'packets' || fourth !== 'bytes') return { next: start + 1, statements };
      return { next: start + 5, statements, counter: printedCounter(third, fifth) };
    },
  },
  {
    words: ['comment'],
    read: (words, start) => ({
      next: start + 2,
      conditions: [{ kind: 'comment', text: unquoted(words[start + 1] ?? '') }],
    }),
  },
  { words: ['last'], read: (words, start) => ({ next: start + (words[start + 1] === 'used' ? 3 : 1) }) },
];
