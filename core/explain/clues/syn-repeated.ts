import type { Clue } from '../../model/clue.ts';
import type { ClueFinder } from './clue-finder.ts';
import type { SeenHeader } from '../seen-header.ts';
import type { SeenJourney } from './packets-seen.ts';

const SYN = 2;

/**
 * A client sends its SYN again when nothing answers it. Where the host let each of them through and the log has no line of
 * the other direction, the connection died beyond the host: at the peer, or on the way back.
 */
export const synRepeated: ClueFinder = (_, packetsSeen) => {
  const packets = packetsSeen();
  const repeated = sentAgain(packets).filter((each) => each.every(wentOn));
  if (repeated.length === 0) return [];
  const directions = new Set(
    packets.flatMap((packet) => [directionOf(packet, packet.first), directionOf(packet, packet.last)]),
  );
  const unanswered = repeated.filter(
    (each) =>
      !each
        .flatMap((packet) => [packet.first, packet.last].map((at) => directionOf(packet, backwards(at))))
        .some((answer) => directions.has(answer)),
  );
  return byPeer(unanswered).slice(0, mostPeers);
};

const mostPeers = 3;

/** The SYNs that came several times with one sequence number, in one direction. */
function sentAgain(packets: readonly SeenJourney[]): readonly (readonly SeenJourney[])[] {
  const syns = packets.filter(({ tcpFlags, protocol }) => tcpFlags === SYN && protocol === 'tcp');
  const times = new Map<number, number>();
  for (const { seq } of syns) times.set(seq, (times.get(seq) ?? 0) + 1);
  const groups = new Map<string, SeenJourney[]>();
  for (const packet of syns) {
    if (times.get(packet.seq) === 1) continue;
    const key = `${directionOf(packet, packet.first)} ${packet.seq}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [packet]);
    else known.push(packet);
  }
  return [...groups.values()].filter((each) => each.length > 1);
}

/** One clue for each place that SYNs were sent to, the most repeated first. */
function byPeer(repeated: readonly (readonly SeenJourney[])[]): readonly Clue[] {
  const peers = new Map<string, SeenJourney[][]>();
  for (const packets of repeated) {
    const [packet] = packets as readonly [SeenJourney];
    const key = JSON.stringify([packet.host, packet.first.dst, packet.first.dport]);
    peers.set(key, [...(peers.get(key) ?? []), [...packets]]);
  }
  const clues = [...peers.values()].map((connections): Clue => {
    const [packet] = connections[0] as [SeenJourney];
    const { src, dst, dport } = packet.first;
    const packets = connections.reduce((sum, each) => sum + each.length, 0);
    const parameters = { src, dst, dport, times: packets, connections: connections.length };
    return { kind: 'syn-repeated', parameters, host: packet.host, packets, evidence: [] };
  });
  return clues.toSorted((a, b) => b.packets - a.packets);
}

function wentOn({ disposition }: SeenJourney): boolean {
  return disposition === 'forwarded' || disposition === 'delivered' || disposition === 'sent';
}

function backwards({ src, dst, sport, dport, ...rest }: SeenHeader): SeenHeader {
  return { ...rest, src: dst, dst: src, sport: dport, dport: sport };
}

function directionOf({ host, protocol }: SeenJourney, { src, dst, sport, dport }: SeenHeader): string {
  return JSON.stringify([host, protocol, src, sport, dst, dport]);
}
