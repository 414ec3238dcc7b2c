import { routeInput } from '../../kernel/routing/route-input.ts';
import { baseChainsAhead, type JourneyEnd } from '../endings/journey-end.ts';
import type { ExplanationContext } from '../finding.ts';
import { destinationIsKnown } from './destination.ts';
import { inputPacket } from './routed-packet.ts';

/**
 * Whether routing, replayed from the bundle's files, leads the packet to a chain that would have had a line. What another
 * file of the host contradicts leads nowhere for certain.
 */
export function isPassedOn(ending: JourneyEnd, context: ExplanationContext): boolean {
  const { live, network, isContradicted } = context;
  if (network === null || ending.inInterface === 'lo' || ending.physIn !== '') return false;
  if (!destinationIsKnown(ending, context)) return false;
  const { decided, evidence } = routeInput(network, inputPacket(ending));
  if (evidence.some(isContradicted)) return false;
  const outcome = decided?.outcome;
  const hooks = baseChainsAhead(ending, live).map(({ hook }) => hook);
  if (outcome === 'forward') return hooks.includes('forward');
  return (outcome === 'local' || outcome === 'broadcast') && hooks.includes('input');
}
