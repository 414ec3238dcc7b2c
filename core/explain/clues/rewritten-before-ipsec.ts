import { natOf } from '../../kernel/rule-effect.ts';
import { policyFor } from '../../kernel/xfrm-policy-lookup.ts';
import type { Clue } from '../../model/clue.ts';
import type { Family } from '../../model/family.ts';
import type { ClueFinder } from './clue-finder.ts';

/**
 * nat rewrites the source in POSTROUTING, and after that xfrm_lookup() is asked again (ip_xfrm_me_harder(),
 * net/netfilter/nf_nat_proto.c): the packet for which a policy stands leaves in the clear if its new source falls under
 * none. A rule before it, `-m policy --dir out --pol ipsec -j ACCEPT`, keeps it out of nat.
 */
export const rewrittenBeforeIpsec: ClueFinder = (sources, packetsSeen) => {
  const found = new Map<string, Clue & { packets: number }>();
  const hosts = new Set(sources.journeys.places.map(({ place }) => place.host));
  if ([...hosts].every((host) => sources.witnessOf(host).xfrmPolicies.length === 0)) return [];
  for (const packet of packetsSeen()) {
    const { host, disposition } = packet;
    const { xfrmPolicies } = sources.witnessOf(host);
    if (xfrmPolicies.length === 0 || (disposition !== 'forwarded' && disposition !== 'sent')) continue;
    const { protocol, end, first, last } = packet;
    const rule = sources.journeys.places[end.place]?.rule ?? null;
    const nat = rule === null ? null : natOf(rule.spec);
    const isRewritten = nat !== null && (nat.type === 'snat' || nat.type === 'masquerade');
    if (!isRewritten && last.src === first.src) continue;
    const family: Family = first.src.includes(':') ? 'ipv6' : 'ipv4';
    const { sport } = first;
    const flow = { family, src: first.src, dst: last.dst, protocol, sport, dport: last.dport };
    const policy = policyFor(flow, 'out', xfrmPolicies);
    if (policy === null || policy.templates === 0) continue;
    const rewrittenTo = isRewritten ? (nat.to.address?.first ?? null) : last.src;
    if (rewrittenTo !== null && policyFor({ ...flow, src: rewrittenTo }, 'out', xfrmPolicies) !== null)
      continue;
    const parameters = { src: policy.src, dst: policy.dst, rewrittenTo };
    const key = JSON.stringify([host, parameters]);
    const known = found.get(key);
    const text = `src ${policy.src} dst ${policy.dst} dir out`;
    const evidence = [{ ...policy.at, text }];
    if (known === undefined)
      found.set(key, { kind: 'rewritten-before-ipsec', parameters, host, packets: 1, evidence });
    else known.packets++;
  }
  return [...found.values()];
};
