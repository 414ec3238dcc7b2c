import type { Family } from '../model/family.ts';
import type { XfrmPolicy } from '../model/witness.ts';
import { inNetwork } from './match/address-range.ts';
import { protocolNumber } from './protocol-number.ts';

/** What of a packet an IPsec policy is chosen by. */
export interface XfrmFlow {
  readonly family: Family;
  readonly src: string;
  readonly dst: string;
  readonly protocol: string;
  readonly sport: number | null;
  readonly dport: number | null;
}

/**
 * The policy that decides on a flow: the first by priority whose selector it falls under, xfrm_policy_lookup_bytype()
 * (net/xfrm/xfrm_policy.c); of equal priority the one that was added first, which the listing shows last. Null where
 * there is none, or where an address of the flow is redacted.
 */
export function policyFor(
  flow: XfrmFlow,
  direction: XfrmPolicy['direction'],
  policies: readonly XfrmPolicy[],
): XfrmPolicy | null {
  const fitting = policies.filter((policy) => policy.direction === direction && selects(policy, flow));
  return fitting.reduce<XfrmPolicy | null>(
    (best, policy) => (best === null || policy.priority <= best.priority ? policy : best),
    null,
  );
}

function selects(policy: XfrmPolicy, flow: XfrmFlow): boolean {
  return (
    policy.family === flow.family &&
    inNetwork(policy.src, flow.src) === true &&
    inNetwork(policy.dst, flow.dst) === true &&
    (policy.protocol === null || protocolNumber(policy.protocol) === protocolNumber(flow.protocol)) &&
    (policy.sport === null || policy.sport === flow.sport) &&
    (policy.dport === null || policy.dport === flow.dport)
  );
}
