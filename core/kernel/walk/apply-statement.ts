import type { Dialect } from '../../model/ruleset.ts';
import type { Statement } from '../../model/statement.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { leaveUntracked } from './connection.ts';
import { changeMark } from './change-mark.ts';
import { writeField } from './write-field.ts';

/**
 * The packet after a statement that goes on. Null: the rule ends there as if it had not matched, as one of nft does that
 * reads the ctmark of a packet without a connection (nft_ct_get_eval(), net/netfilter/nft_ct.c).
 */
export function applyStatement(
  packet: MatchPacket,
  statement: Statement,
  dialect: Dialect,
): MatchPacket | null {
  switch (statement.kind) {
    case 'set-mark':
      return changeMark(packet, statement, dialect);
    case 'write':
      return writeField(packet, statement.field, statement.value);
    case 'notrack':
      return leaveUntracked(packet);
    case 'strip-tcp-options':
      return { ...packet, tcpOptions: null };
    default:
      return packet;
  }
}

/** Whether the statement changes nothing that a packet's way depends on: it logs, copies or sets up helpers. */
export function isIdleStatement({ kind }: Statement): boolean {
  return idle.has(kind);
}

const idle: ReadonlySet<Statement['kind']> = new Set<Statement['kind']>([
  'continue', 'counter', 'ct-setup', 'duplicate', 'log', 'side-effect', 'trace', 'update-set',
]); // prettier-ignore
