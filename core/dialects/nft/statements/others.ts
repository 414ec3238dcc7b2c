import type { Condition } from '../../../model/condition.ts';
import type { Statement } from '../../../model/statement.ts';
import { undecidable } from '../../compare.ts';
import { matchNamed } from '../../iptables/matches.ts';
import { targetStatement } from '../../iptables/targets.ts';
import type { NftStatement } from '../statement.ts';
import { unquoted } from '../words.ts';

export const otherStatements: readonly NftStatement[] = [
  // `reset tcp option sack-perm`
  {
    words: ['reset'],
    read: (words, start) => ({
      next: start + 4,
      statements: [{ kind: 'strip-tcp-options', words: words.slice(start, start + 4).join(' ') }],
    }),
  },
  // What nft can't say in its own words: a match or target of x_tables in a rule of iptables-nft.
  {
    words: ['xt'],
    read(words, start) {
      const [, kind = '', quoted = ''] = words.slice(start, start + 3);
      const name = unquoted(quoted);
      const next = start + 3;
      if (kind === 'target') return { next, statements: [foreignTarget(name)] };
      if (name === 'comment') return { next, conditions: [{ kind: 'comment', text: '' }] };
      return { next, conditions: [foreignMatch(name, words.slice(start, next).join(' '))] };
    },
  },
];

/** The match's options are not printed, so nobody can say whether it holds. */
function foreignMatch(name: string, words: string): Condition {
  const [known] = matchNamed(name)?.read([], { protocol: null }) ?? [];
  return undecidable(name, known?.kind === 'undecidable' ? known.because : 'not-modelled', words);
}

/** The target's options are not printed, so where it rewrites to is not known. */
function foreignTarget(name: string): Statement {
  const statement = targetStatement({ kind: 'jump', name, options: [] }, () => false);
  return statement.kind === 'nat' ? { ...statement, map: 'not-understood' } : statement;
}
