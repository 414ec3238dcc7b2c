import type { NextHop, Route } from '../../model/network.ts';

/**
 * IPv6 routes to one prefix in the order in which the kernel tries them (find_rr_leaf(), net/ipv6/route.c): first those
 * of the lowest metric, and where none of them can be used, all others together, whatever their metric. In both, the
 * best score of rt6_score_route() counts: the preference, then whether the route leaves by `dev`, which for packets
 * that come in is their input interface (ip6_pol_route_input()) and null where none is asked for; of equals, the first.
 */
export function rankIpv6Routes(
  routes: readonly Route[],
  dev: string | null,
  isUsable: (hop: NextHop) => boolean,
): readonly Route[] {
  const [first] = routes;
  if (first === undefined || routes.length < 2) return routes;
  const leavesByDev = ({ nextHops }: Route): number =>
    nextHops.some((hop) => hop.dev === dev && isUsable(hop)) ? 1 : 0;
  const byScore = (a: Route, b: Route): number =>
    preference[b.preference] - preference[a.preference] || leavesByDev(b) - leavesByDev(a);
  return [
    ...routes.filter(({ metric }) => metric === first.metric).sort(byScore),
    ...routes.filter(({ metric }) => metric !== first.metric).sort(byScore),
  ];
}

const preference = { low: -1, medium: 0, high: 1 } as const;
