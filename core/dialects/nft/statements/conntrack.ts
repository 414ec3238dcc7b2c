import type { NftStatement } from '../statement.ts';
import { held } from './limits.ts';

/** `ct count over 10`, `ct helper set "ftp"`, `notrack`. */
export const conntrackStatements: readonly NftStatement[] = [
  {
    words: ['ct'],
    read(words, start) {
      const [, second = '', third = ''] = words.slice(start, start + 3);
      if (second === 'count')
        return held('ct count', 'connection-count', words, start, start + (third === 'over' ? 4 : 3));
      if (third !== 'set') return null;
      const next = start + 4;
      return {
        next,
        statements: [{ kind: 'ct-setup', what: `ct ${second}`, words: words.slice(start, next).join(' ') }],
      };
    },
  },
  { words: ['notrack'], read: (_, start) => ({ next: start + 1, statements: [{ kind: 'notrack' }] }) },
];
