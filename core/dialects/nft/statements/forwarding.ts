import { undecidable } from '../../compare.ts';
import { readNumber } from '../../values.ts';
import { endOfRule, type NftStatement } from '../statement.ts';

/** What sends the packet or a copy of it another way. */
export const forwardingStatements: readonly NftStatement[] = [
  // `tproxy to :50080`, `tproxy ip to 127.0.0.1:50080`; without a socket that listens the packet leaves the rule.
  {
    words: ['tproxy'],
    read(words, start) {
      const to = words.indexOf('to', start);
      if (to < 0 || to > start + 2) return null;
      const [, address = '', port = ''] = /^(?:\[?(.*?)\]?)(?::(\d+))?$/.exec(words[to + 1] ?? '') ?? [];
      return {
        next: to + 2,
        statements: [
          {
            kind: 'tproxy',
            address: address === '' ? null : address,
            port: readNumber(port),
            mark: null,
            withoutSocket: 'leaves-rule',
          },
        ],
      };
    },
  },
  // `dup to 10.0.0.1 device "eth1"`
  {
    words: ['dup'],
    read(words, start) {
      const next = words[start + 3] === 'device' ? start + 5 : start + 3;
      return { next, statements: [{ kind: 'duplicate', words: words.slice(start, next).join(' ') }] };
    },
  },
  {
    words: ['fwd'],
    read(words, start) {
      const next = endOfRule(words, start);
      return { next, statements: [{ kind: 'forward-to', words: words.slice(start, next).join(' ') }] };
    },
  },
  {
    words: ['synproxy'],
    read: (words, start) => ({ next: endOfRule(words, start), statements: [{ kind: 'synproxy' }] }),
  },
  // `flow add @ft`: a packet that the flow table can't take leaves the rule.
  {
    words: ['flow'],
    read(words, start) {
      const next = start + 3;
      const all = words.slice(start, next).join(' ');
      return {
        next,
        conditions: [undecidable('flow', 'flow-table', all)],
        statements: [{ kind: 'side-effect', name: 'FLOWOFFLOAD', words: all }],
      };
    },
  },
];
