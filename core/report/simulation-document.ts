import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Simulation } from '../model/simulation.ts';

/** What `netopsy simulate --json` prints. */
export interface SimulationDocument extends Simulation {
  readonly schema: 'netopsy/simulation/1';
  readonly host: string;
  /** The packet as it was asked for; null for what is not known of it. */
  readonly packet: Pick<
    MatchPacket,
    | 'family'
    | 'protocol'
    | 'src'
    | 'dst'
    | 'sport'
    | 'dport'
    | 'icmpType'
    | 'icmpCode'
    | 'mark'
    | 'tos'
    | 'ttl'
    | 'length'
  > & { readonly interface: string | null; readonly state: string | null };
  /** The end that is certain; null where several are possible, or one rests on assumptions. */
  readonly disposition: string | null;
}

/** A simulation as a document for other programs. */
export function simulationDocument(
  host: string,
  packet: MatchPacket,
  simulation: Simulation,
): SimulationDocument {
  const { family, protocol, src, dst, sport, dport, icmpType, icmpCode, mark, tos, ttl, length, ctstates } =
    packet;
  const [way, ...others] = simulation.ways;
  const isCertain = others.length === 0 && simulation.unexplored === null && way?.assumes.length === 0;
  return {
    schema: 'netopsy/simulation/1',
    host,
    packet: {
      interface: packet.inInterface === '' ? null : packet.inInterface,
      family,
      protocol,
      src,
      dst,
      sport,
      dport,
      icmpType,
      icmpCode,
      mark,
      tos: tos === null ? null : tos | (packet.ecn ?? 0),
      ttl,
      length,
      state: ctstates?.[0] ?? null,
    },
    disposition: isCertain ? way.disposition : null,
    ...simulation,
  };
}
