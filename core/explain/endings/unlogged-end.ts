import { routeInput } from '../../kernel/routing/route-input.ts';
import type { Hook } from '../../model/journey.ts';
import { destinationIsKnown } from '../routing/destination.ts';
import { baseChainsAhead } from './journey-end.ts';
import type { Explanation, Finding } from '../finding.ts';
import { inputPacket } from '../routing/routed-packet.ts';

/**
 * The packet passed PREROUTING, and after it the ruleset has no chain on its way that could log or stop it: it arrived
 * where routing sends it. Chains of nft are there one by one, so a host may well have none on INPUT.
 */
export const endsUnlogged: Explanation = (ending, context) => {
  const { live, network } = context;
  const { hook, base, last, host, family } = ending;
  if (hook !== 'prerouting' || base === null || base.layer === 'bridge' || last.verdict !== 'accept')
    return null;
  if (!live.listsAll(host, base.side)) return null;
  if (baseChainsAhead(ending, live).some((chain) => chain.hook === 'prerouting')) return null;
  const isEmpty = (on: Hook): boolean =>
    live
      .chainsOn(host, base.side, family, { layer: 'ip', hook: on })
      .every((chain) => chain.nat || !live.isLive(host, family, chain));
  if (ending.inInterface === 'lo') return isEmpty('input') ? arrived('delivered') : null;
  if (network === null) return null;
  const wouldShow = !isEmpty('forward') || !isEmpty('postrouting');
  // An answer that NAT leads back to another host would come to chains that print it.
  if (!destinationIsKnown(ending, context) && (!wouldShow || context.logEndsHere || context.linesLost))
    return null;
  switch (routeInput(network, inputPacket(ending)).decided?.outcome) {
    case 'local':
    case 'broadcast':
      return isEmpty('input') ? arrived('delivered') : null;
    case 'forward':
      return isEmpty('forward') && isEmpty('postrouting') ? arrived('forwarded') : null;
    default:
      return null;
  }
};

function arrived(disposition: 'delivered' | 'forwarded'): Finding {
  return { disposition, cause: null, note: null };
}
