import type { ConntrackEntry, Neighbour, SeenPacket } from '../model/network.ts';
import type { Ending } from './ending.ts';

/** What else the bundle saw of a host's packets: captures, the conntrack table, the neighbour table. */
export interface Witness {
  readonly seenPackets: readonly SeenPacket[];
  readonly conntrack: readonly ConntrackEntry[];
  readonly neighbours: readonly Neighbour[];
}

/**
 * Whether a capture of the way out shows the packet's flow. `absent` needs a capture of that interface that shows
 * other packets; the source is not compared, for SNAT rewrites it behind the last line.
 */
export function seenLeaving({ seenPackets }: Witness, ending: Ending): 'seen' | 'absent' | 'unknown' {
  const onInterface = seenPackets.filter((packet) => packet.interface === ending.outInterface);
  if (onInterface.length === 0) return 'unknown';
  const seen = onInterface.some(
    (packet) =>
      packet.dst === ending.dst &&
      (packet.dport === null || ending.dport === null || packet.dport === ending.dport),
  );
  return seen ? 'seen' : 'absent';
}
