import type { MartianLine, Witness } from '../model/network.ts';
import type { Ending } from './ending.ts';

/**
 * Whether a capture of the way out shows the packet's flow. `absent` needs a capture of that interface that shows
 * other packets, and nothing towards the destination that could be the flow: SNAT rewrites the source behind the last
 * line, and some summaries show no ports.
 */
export function seenLeaving({ seenPackets }: Witness, ending: Ending): 'seen' | 'absent' | 'unknown' {
  const leaving = seenPackets.filter(
    (packet) => packet.interface === ending.outInterface && packet.direction !== 'in',
  );
  if (leaving.length === 0) return 'unknown';
  const towards = leaving.filter(
    ({ dst, dport }) => dst === ending.dst && (dport === null || dport === ending.dport),
  );
  if (towards.length === 0) return 'absent';
  const same = towards.some(
    ({ src, sport, dport }) => src === ending.src && sport === ending.sport && dport === ending.dport,
  );
  return same ? 'seen' : 'unknown';
}

/** The line by which the kernel says that it refused the packet's source where the packet came in; null without one. */
export function loggedMartian({ martians }: Witness, ending: Ending): MartianLine | null {
  const { src, dst, inInterface } = ending;
  return martians.find((line) => line.src === src && line.dst === dst && line.dev === inInterface) ?? null;
}
