import { isLocalMulticast, isMulticast, parseAddress, shortAddress } from '../../kernel/address.ts';
import { baseChainsAhead, chainsAhead } from '../endings/journey-end.ts';
import { deadEndOutsideRules } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * A packet to a multicast group that no program of the host has joined on the interface: without a multicast routing
 * daemon ip_route_input_rcu() refuses it after PREROUTING (net/ipv4/route.c). `ip maddr` lists the groups.
 */
export const notAMember: CauseRecogniser<{
  readonly 'not-a-member': { readonly interface: string; readonly group: string; readonly listed: boolean };
}> = {
  finds: ['not-a-member'],
  explain(ending, { witness, live, logEndsHere }) {
    const { hook, last, inInterface } = ending;
    if (hook !== 'prerouting' || last.verdict !== 'accept' || logEndsHere) return null;
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
    return deadEndOutsideRules(
      ending,
      { kind: 'not-a-member', parameters: { interface: inInterface, group, listed } },
      listed ? 'inferred' : 'possible',
      `${inInterface} ${group}`,
    );
  },
};
