import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import { routeOutput } from '../../kernel/routing/route-output.ts';
import { isGroupMac } from '../../kernel/group-mac.ts';
import type { BaseChain } from '../../model/journey.ts';
import { isLocalMulticast, isMulticast, parseAddress, shortAddress } from '../../kernel/address.ts';
import { baseChainsAhead, chainsAhead, type JourneyEnd } from '../endings/journey-end.ts';
import { deadEndOutsideRules, type ExplanationContext } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * A packet to a multicast group that no program of the host has joined on the interface: without a multicast routing
 * daemon ip_route_input_rcu() refuses it after PREROUTING (net/ipv4/route.c). `ip maddr` lists the groups.
 */
export const notAMember: CauseRecogniser<{
  readonly 'not-a-member': { readonly interface: string; readonly group: string; readonly listed: boolean };
}> = {
  finds: ['not-a-member'],
  explain(ending, context) {
    const { witness, live, logEndsHere } = context;
    const { hook, last, inInterface } = ending;
    if (hook !== 'prerouting' || last.verdict !== 'accept') return null;
    // The list settles it whatever lines follow.
    if (logEndsHere && witness.memberships === null) return null;
    const { dst } = ending;
    const address = parseAddress(dst);
    if (address === null || !isMulticast(address) || isLocalMulticast(address)) return null;
    if (baseChainsAhead(ending, live).some((chain) => chain.hook === 'prerouting')) return null;
    if (chainsAhead(ending, live).length === 0) return null;
    const group = shortAddress(dst);
    const { memberships } = witness;
    const isMember = memberships?.some(
      (each) => each.dev === inInterface && shortAddress(each.group) === group,
    );
    if (isMember === true) return null;
    const listed = memberships !== null;
    const awaited = listed ? null : deliveryShows(ending, context);
    return deadEndOutsideRules(
      ending,
      { kind: 'not-a-member', parameters: { interface: inInterface, group, listed } },
      listed || awaited !== null ? 'inferred' : 'possible',
      `${inInterface} ${group}`,
      {
        grounds:
          awaited === null
            ? []
            : [{ kind: 'no-line-of', chain: `${awaited.table}/${awaited.chain}`, counted: false }],
      },
    );
  },
};

/**
 * The chain of INPUT in which a packet to a group of the host's has a line, where nothing else than that the host is no
 * member can have kept this one from there: the frame was one to a group, its source would have passed, and nothing routes
 * multicast. Null where that is not known.
 */
function deliveryShows(
  ending: JourneyEnd,
  { live, network, linesLost }: ExplanationContext,
): BaseChain | null {
  const { inInterface: dev, dstMac, family } = ending;
  if (network === null || linesLost || !isGroupMac(dstMac)) return null;
  const setting = (of: string, key: string): string | undefined =>
    network.sysctls.get(`net.${family}.conf.${of.replaceAll('.', '/')}.${key}`)?.value;
  if (![setting('all', 'mc_forwarding'), setting(dev, 'mc_forwarding')].includes('0')) return null;
  // IPv6 does not ask where a packet's source lies.
  const isUnfiltered = [setting('all', 'rp_filter'), setting(dev, 'rp_filter')].every((each) => each === '0');
  if (family === 'ipv4' && !isUnfiltered && !isReachedBy(ending, dev, network)) return null;
  return baseChainsAhead(ending, live).find(({ hook }) => hook === 'input') ?? null;
}

/** The route back to the packet's source leads out of the interface by which it came. */
function isReachedBy({ family, src }: JourneyEnd, dev: string, network: HostNetwork): boolean {
  const packet = { family, src: null, dst: src, mark: 0, tos: 0, protocol: null, sport: null, dport: null };
  const { decided } = routeOutput(network, { ...packet, oif: null, uid: null });
  return decided?.outcome === 'send' && decided.hops.every((hop) => hop.dev === dev);
}
