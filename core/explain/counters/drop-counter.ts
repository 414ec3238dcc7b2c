import type { RoutingCauseKind } from '../../model/cause.ts';
import type { KernelCounter } from '../../model/witness.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import { routingCauses } from '../causes/routing-causes.ts';
import type { Witness } from '../../model/witness.ts';

/** What the kernel's own count says of a cause: it dropped packets for it, none at all, or that is not known. */
export type CountedDrops =
  { readonly counted: 'some' | 'none'; readonly counter: KernelCounter } | { readonly counted: 'unknown' };

/**
 * Holds a cause against the counter that the kernel raises for it. `none` needs counters since boot of a host that has
 * received packets: those of another network namespace, or from before the traffic, would prove nothing.
 */
export function countedDrops(
  { kernelCounters }: Witness,
  { family }: JourneyEnd,
  cause: RoutingCauseKind,
): CountedDrops {
  const greatest = (name: string): KernelCounter | null =>
    kernelCounters
      .filter((counter) => counter.name === name)
      .reduce<KernelCounter | null>(
        (most, counter) => (most === null || counter.value > most.value ? counter : most),
        null,
      );
  const name = family === 'ipv4' ? routingCauses[cause].counter : null;
  const counter = name === null ? null : greatest(name);
  if (counter === null) return { counted: 'unknown' };
  if (counter.value > 0) return { counted: 'some', counter };
  const received = Math.max(greatest('IpInReceives')?.value ?? 0, greatest('IpExtInOctets')?.value ?? 0);
  if (received === 0 || kernelCounters.some(({ since }) => since !== 'boot')) return { counted: 'unknown' };
  // Where the interface does not forward, a packet without a route counts there instead.
  if (cause === 'no-route' && greatest('IpInAddrErrors')?.value !== 0) return { counted: 'unknown' };
  return { counted: 'none', counter };
}
