import { routeInput } from '../routing/route-input.ts';
import type { InputPacket } from '../routing/routed-packet.ts';
import type { RoutingResult } from '../routing/routing-result.ts';
import { packet, router } from './records.ts';

/** What becomes of a packet at the router of the tests, as `fate` words it. */
export function send(fields: Partial<InputPacket> = {}, changes: Parameters<typeof router>[0] = {}): string {
  return fate(routeInput(router(changes), packet(fields)));
}

/** `forward eth1`, `local`, `drop rp-filter`; `open: ...` with all that is possible. */
export function fate(result: RoutingResult): string {
  return result.decided ? fates(result).join() : `open: ${fates(result).join(', ')}`;
}

/** The one decision, or all that are possible. */
export function fates({ decided, possible }: RoutingResult): string[] {
  return (decided ? [decided] : possible.map(({ decision }) => decision)).map((decision) => {
    if (decision.outcome === 'drop') return `drop ${decision.cause.kind}`;
    return 'hops' in decision ? `forward ${decision.hops.map((hop) => hop.dev).join('|')}` : decision.outcome;
  });
}
