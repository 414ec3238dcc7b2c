import type { CtState, MatchPacket } from '../kernel/match/match-packet.ts';
import type { Witness } from '../model/witness.ts';
import type { Hook } from '../model/journey.ts';
import type { JourneyEnd } from './endings/journey-end.ts';

/** The packet as rules further on will see it: what routing decides in between is not known. */
export function tracedPacketAhead(ending: JourneyEnd, hook: Hook, witness: Witness): MatchPacket {
  const packet = { ...ending.packet, ctstates: statesOf(ending, witness) };
  if (hook === ending.hook) return packet;
  if (hook === 'input') return { ...packet, outInterface: '' };
  return { ...packet, outInterface: null, physOut: null, ttl: null };
}

/** As in the TCP header: FIN 1, SYN 2, RST 4, ACK 16. */
const HANDSHAKE = 1 | 2 | 4 | 16;
const SYN = 2;

/** What conntrack calls the packet; null where it may be anything. */
function statesOf(ending: JourneyEnd, { conntrack }: Witness): readonly CtState[] | null {
  if (ending.visitedNat) return ['NEW', 'RELATED'];
  const { ctstates, tcpFlags } = ending.packet;
  if (ctstates !== null || tcpFlags === null || ending.untracked) return ctstates;
  if ((tcpFlags & HANDSHAKE) !== SYN) return null;
  // A connection that had an entry keeps it after another SYN: where the entries were listed and it has none, this one began it.
  const { family, protocol, src, dst, sport, dport } = ending;
  const ofFamily = conntrack.filter((entry) => entry.family === family);
  const hasEntry = ofFamily.some(
    (entry) =>
      entry.protocol === protocol &&
      [entry.original, entry.reply].some(
        (tuple) =>
          (tuple.src === src && tuple.dst === dst && tuple.sport === sport && tuple.dport === dport) ||
          (tuple.src === dst && tuple.dst === src && tuple.sport === dport && tuple.dport === sport),
      ),
  );
  return ofFamily.length === 0 || hasEntry ? null : ['NEW'];
}
