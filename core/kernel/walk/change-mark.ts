import type { Dialect } from '../../model/ruleset.ts';
import type { MarkChange, SetMark } from '../../model/statement.ts';
import type { MatchPacket } from '../match/match-packet.ts';

/** mark_tg() and connmark_tg() (net/netfilter/xt_mark.c, xt_connmark.c), nft_meta_set_eval(), nft_ct_set_eval(). */
export function changeMark(
  packet: MatchPacket,
  { on, change }: SetMark,
  dialect: Dialect,
): MatchPacket | null {
  const { connection, mark } = packet;
  if (on === 'packet') {
    if (change !== null && change.copy !== 0 && lacksConnection(packet))
      return dialect === 'nft' ? null : packet;
    return { ...packet, mark: changedMark(mark, change, connection?.mark ?? null) };
  }
  if (connection === null) return packet;
  return { ...packet, connection: { ...connection, mark: changedMark(connection.mark, change, mark) } };
}

/** A mark after a change; null where it, or the other mark that it copies from, is not known. */
export function changedMark(
  own: number | null,
  change: MarkChange | null,
  other: number | null,
): number | null {
  if (change === null) return null;
  const { keep, copy, flip } = change;
  if ((keep !== 0 && own === null) || (copy !== 0 && other === null)) return null;
  return (((own ?? 0) & keep) ^ ((other ?? 0) & copy) ^ flip) >>> 0;
}

function lacksConnection({ ctstates }: MatchPacket): boolean {
  return ctstates?.every((state) => state === 'INVALID' || state === 'UNTRACKED') === true;
}
