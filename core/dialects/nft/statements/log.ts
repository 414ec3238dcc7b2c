import { readNumber } from '../../values.ts';
import type { NftStatement } from '../statement.ts';
import { unquoted } from '../words.ts';

/** `log prefix "IN: " level info flags all`, `log prefix "x" group 5 snaplen 256`: with a group it is NFLOG. */
export const log: NftStatement = {
  words: ['log'],
  read(words, start) {
    let next = start + 1;
    let prefix = '';
    let group: number | null = null;
    for (;;) {
      const [word = '', value = ''] = words.slice(next, next + 2);
      if (word === 'prefix') prefix = unquoted(value);
      else if (word === 'group') group = readNumber(value) ?? 0;
      else if (word === 'flags') {
        next += value === 'tcp' || value === 'ip' ? 3 : 2;
        continue;
      } else if (!['level', 'snaplen', 'queue-threshold'].includes(word)) break;
      next += 2;
    }
    const all = words.slice(start, next).join(' ');
    return {
      next: Math.min(next, words.length),
      statements: [{ kind: 'log', by: group === null ? 'LOG' : 'NFLOG', prefix, group, words: all }],
    };
  },
};
