import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { ConntrackEntry, ConntrackTuple } from '../model/conntrack.ts';

/** Whether the entry of the packets' connection was there, and is gone. */
export function isTaken(
  before: readonly ConntrackEntry[],
  after: readonly ConntrackEntry[],
  packets: readonly MatchPacket[],
): boolean {
  if (before.length === after.length) return false;
  const kept = new Set(after);
  const gone = before.filter((entry) => !kept.has(entry));
  return packets.some(
    (packet) => gone.some((entry) => isOf(entry, packet)) && !after.some((entry) => isOf(entry, packet)),
  );
}

function isOf({ family, protocol, original, reply }: ConntrackEntry, packet: MatchPacket): boolean {
  const is = ({ src, dst, sport, dport }: ConntrackTuple): boolean =>
    src === packet.src && dst === packet.dst && sport === packet.sport && dport === packet.dport;
  return family === packet.family && protocol === packet.protocol && (is(original) || is(reply));
}
