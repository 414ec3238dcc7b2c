import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Hook } from '../model/journey.ts';
import type { JourneyEnd } from './endings/journey-end.ts';

/** The packet as rules further on will see it: what routing decides in between is not known. */
export function tracedPacketAhead(ending: JourneyEnd, hook: Hook): MatchPacket {
  const ctstates = ending.visitedNat ? (['NEW', 'RELATED'] as const) : ending.packet.ctstates;
  const packet = { ...ending.packet, ctstates };
  if (hook === ending.hook) return packet;
  if (hook === 'input') return { ...packet, outInterface: '' };
  return { ...packet, outInterface: null, physOut: null, ttl: null };
}
