import type { MartianLine, Witness } from '../../model/network.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';

/** The line by which the kernel says that it refused the packet's source where the packet came in; null without one. */
export function loggedMartian({ martians }: Witness, ending: JourneyEnd): MartianLine | null {
  const { src, dst, inInterface } = ending;
  return martians.find((line) => line.src === src && line.dst === dst && line.dev === inInterface) ?? null;
}
