import type { KernelMessage, KernelMessageKind } from '../../model/kernel-message.ts';
import type { Witness } from '../../model/witness.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';

/** The line by which the kernel says that it refused the packet's source where the packet came in; null without one. */
export function loggedMartian(witness: Witness, ending: JourneyEnd): KernelMessage | null {
  return refusedBy('martian-source', witness, ending);
}

/** The line by which the kernel says that it refused the packet's destination there; null without one. */
export function loggedDestination(witness: Witness, ending: JourneyEnd): KernelMessage | null {
  return refusedBy('martian-destination', witness, ending);
}

/** What the kernel says of an ARP request is about no packet. */
function refusedBy(
  wanted: KernelMessageKind,
  { messages }: Witness,
  ending: JourneyEnd,
): KernelMessage | null {
  const refused = messages.filter(({ kind }) => kind === wanted);
  if (refused.length === 0) return null;
  const { src, dst, inInterface } = ending;
  const ofPacket = refused.find(
    ({ first: { fields } }) =>
      fields.src === src && fields.dst === dst && fields.interface === inInterface && fields.frame !== 'ARP',
  );
  return ofPacket?.first ?? null;
}
