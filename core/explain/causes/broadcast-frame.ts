import { isLimitedBroadcast, isMulticast, parseAddress } from '../../kernel/address.ts';
import { isGroupMac } from '../../kernel/group-mac.ts';
import { routeInput } from '../../kernel/routing/route-input.ts';
import { baseChainsAhead } from '../endings/journey-end.ts';
import { deadEndOutsideRules } from '../finding.ts';
import { inputPacket } from '../routing/routed-packet.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * A packet to a unicast address in a frame to everybody: ip_forward() drops what is no PACKET_HOST (net/ipv4/ip_forward.c),
 * so that a network of broadcasts does not multiply it. The frame's destination stands in MAC= of the log.
 */
export const broadcastFrame: CauseRecogniser<{
  readonly 'broadcast-frame': { readonly interface: string; readonly mac: string };
}> = {
  finds: ['broadcast-frame'],
  explain(ending, { network, live }) {
    const { hook, last, physIn, inInterface } = ending;
    if (hook !== 'prerouting' || last.verdict !== 'accept' || physIn !== '') return null;
    const { dst, dstMac } = ending;
    if (dstMac === '' || !isGroupMac(dstMac)) return null;
    const address = parseAddress(dst);
    if (address === null || isMulticast(address) || isLimitedBroadcast(address)) return null;
    if (baseChainsAhead(ending, live).some((chain) => chain.hook === 'prerouting')) return null;
    if (network === null || routeInput(network, inputPacket(ending)).decided?.outcome !== 'forward')
      return null;
    const parameters = { interface: inInterface, mac: dstMac };
    return deadEndOutsideRules(ending, { kind: 'broadcast-frame', parameters }, 'inferred', inInterface);
  },
};
