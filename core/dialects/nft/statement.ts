import type { Condition } from '../../model/condition.ts';
import type { Counter } from '../../model/ruleset.ts';
import type { Statement } from '../../model/statement.ts';

/** What one statement of a rule says, and where the rule goes on after it. */
export interface StatementRead {
  readonly next: number;
  readonly statements?: readonly Statement[];
  /** A statement can hold the rule up as well: a limit, a quota, a set that is full. */
  readonly conditions?: readonly Condition[];
  readonly counter?: Counter | null;
}

/** A statement of nft(8), "STATEMENTS", by the words that it may begin with. */
export interface NftStatement {
  readonly words: readonly string[];
  /** Null for words that are not understood. */
  read(words: readonly string[], start: number): StatementRead | null;
}

/** Where the rule ends: its comment, or its last word. */
export function endOfRule(words: readonly string[], start: number): number {
  const comment = words.indexOf('comment', start);
  return comment < 0 ? words.length : comment;
}
