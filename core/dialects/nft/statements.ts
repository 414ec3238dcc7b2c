import { conntrackStatements } from './statements/conntrack.ts';
import { forwardingStatements } from './statements/forwarding.ts';
import { limits } from './statements/limits.ts';
import { log } from './statements/log.ts';
import { natStatements } from './statements/nat.ts';
import { notes } from './statements/notes.ts';
import { otherStatements } from './statements/others.ts';
import { setStatements } from './statements/sets.ts';
import { tunnel } from './statements/tunnel.ts';
import { verdicts } from './statements/verdicts.ts';
import type { NftStatement, StatementRead } from './statement.ts';

/** Every statement that is known; assignments (`meta mark set 0x10`) begin with a field and stand apart. */
const all: readonly NftStatement[] = [
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

const byWord: ReadonlyMap<string, NftStatement> = new Map(
  all.flatMap((statement) => statement.words.map((word) => [word, statement])),
);

/** The statement that begins at a word; null for one that is not known, or that is cut off. */
export function readStatement(words: readonly string[], start: number): StatementRead | null {
  const read = byWord.get(words[start] ?? '')?.read(words, start) ?? null;
  return read === null || read.next > words.length ? null : read;
}
