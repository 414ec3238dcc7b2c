import { conntrackStatements } from './statements/conntrack.ts';
import { forwardingStatements } from './statements/forwarding.ts';
import { limits } from './statements/limits.ts';
import { log } from './statements/log.ts';
import { natStatements } from './statements/nat.ts';
import { notes } from './statements/notes.ts';
import { objectMap } from './statements/object-map.ts';
import { otherStatements } from './statements/others.ts';
import { setStatements } from './statements/sets.ts';
import { tunnel } from './statements/tunnel.ts';
import { verdicts } from './statements/verdicts.ts';
import type { NftStatement, StatementRead } from './statement.ts';

/**
 * Every statement that is known, of those with the same first word the more telling ones first; assignments
 * (`meta mark set 0x10`) begin with a field and stand apart.
 */
const all: readonly NftStatement[] = [
  objectMap,
  ...verdicts,
  ...natStatements,
  log,
  ...limits,
  ...conntrackStatements,
  ...setStatements,
  ...forwardingStatements,
  tunnel,
  ...notes,
  ...otherStatements,
];

const byWord = new Map<string, NftStatement[]>();
for (const statement of all)
  for (const word of statement.words) byWord.set(word, [...(byWord.get(word) ?? []), statement]);

/** The statement that begins at a word; null for one that is not known, or that is cut off. */
export function readStatement(words: readonly string[], start: number): StatementRead | null {
  for (const statement of byWord.get(words[start] ?? '') ?? []) {
    const read = statement.read(words, start);
    if (read !== null) return read.next > words.length ? null : read;
  }
  return null;
}
