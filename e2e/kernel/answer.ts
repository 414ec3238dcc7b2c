import type { MatchPacket } from '../../core/kernel/match/match-packet.ts';
import type { ConntrackEntry } from '../../core/model/conntrack.ts';
import type { SimulatedWay } from '../../core/model/simulation.ts';

/** The answer to a datagram that was forwarded, as it comes in again, and what conntrack then has of the connection. */
export function answerTo(
  packet: MatchPacket,
  { egress, steps }: SimulatedWay,
): { readonly packet: MatchPacket; readonly conntrack: ConntrackEntry } | null {
  const interfaceOut = egress?.interface ?? null;
  if (
    egress === null ||
    interfaceOut === null ||
    packet.protocol !== 'udp' ||
    packet.src === null ||
    packet.dst === null
  )
    return null;
  const { src, dst, sport, dport } = egress;
  if (src === null || dst === null) return null;
  const none = { icmpType: null, icmpCode: null, icmpId: null };
  const marks = steps
    .flatMap((step) => (step.kind === 'step' ? step.changes : []))
    .filter(({ field }) => field === 'ctmark');
  const isTracked = !steps.some(
    (step) => step.kind === 'step' && step.changes.some(({ field }) => field === 'tracked'),
  );
  if (!isTracked) return null;
  return {
    packet: {
      ...packet,
      src: dst,
      dst: src,
      sport: dport,
      dport: sport,
      inInterface: interfaceOut,
      ttl: 64,
      ctstates: ['ESTABLISHED'],
    },
    conntrack: {
      family: 'ipv4',
      protocol: 'udp',
      state: null,
      original: { src: packet.src, dst: packet.dst, sport: packet.sport, dport: packet.dport, ...none },
      reply: { src: dst, dst: src, sport: dport, dport: sport, ...none },
      status: [],
      mark: Number(marks.at(-1)?.after ?? 0),
      at: { file: 'conntrack.txt', line: 1 },
    },
  };
}
