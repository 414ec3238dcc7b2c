import type { KernelMessage } from '../../model/kernel-message.ts';
import type { Witness } from '../../model/network.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';

/**
 * The line by which the kernel says that it refused the packet's source where the packet came in; null without one. What it
 * says of an ARP request is about no packet.
 */
export function loggedMartian({ messages }: Witness, ending: JourneyEnd): KernelMessage | null {
  const sources = messages.filter(({ kind }) => kind === 'martian-source');
  if (sources.length === 0) return null;
  const { src, dst, inInterface } = ending;
  const refused = sources.find(
    ({ first: { fields } }) =>
      fields.src === src && fields.dst === dst && fields.interface === inInterface && fields.frame !== 'ARP',
  );
  return refused?.first ?? null;
}
