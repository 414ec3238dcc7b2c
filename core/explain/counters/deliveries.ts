import type { Journeys } from '../../model/journey.ts';
import { countByShape } from '../../model/shape-steps.ts';
import type { KernelCounter, Witness } from '../../model/witness.ts';

/**
 * Holds the kernel's count of packets that passed INPUT (IPSTATS_MIB_INDELIVERS in ip_local_deliver_finish(),
 * net/ipv4/ip_input.c) against the log. Where it is just the number of packets that the log shows accepted there, none
 * of those that a rule of INPUT gave to a queue was delivered. Null where that is not so, or nothing is counted.
 */
export function noQueuedPacketDelivered(
  journeys: Journeys,
  witnessOf: (host: string) => Witness,
): (host: string) => KernelCounter | null {
  const accepted = new Map<string, number>();
  countByShape(journeys).forEach((packets, end) => {
    const shape = journeys.shapes[end];
    const last = journeys.places[shape?.place ?? -1];
    if (packets === 0 || shape?.hook !== 'input' || last?.verdict !== 'accept') return;
    accepted.set(last.place.host, (accepted.get(last.place.host) ?? 0) + packets);
  });
  return (host) => {
    const counters = witnessOf(host).kernelCounters;
    const same = counters.filter(({ name, since }) => name === 'IpInDelivers' && since === 'boot');
    const [only] = same;
    return only !== undefined && same.length === 1 && only.value === (accepted.get(host) ?? 0) ? only : null;
  };
}
