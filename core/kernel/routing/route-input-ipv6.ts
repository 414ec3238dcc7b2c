import type { NextHop } from '../../model/network.ts';
import { isLinkLocal, isLoopback, isMulticast } from '../address.ts';
import { drop, noRoute, sameForEveryHop } from './decide-route.ts';
import { ignoresLinkDownIpv6 } from './device-setting.ts';
import { lookUp } from './fib-lookup.ts';
import { exceedMtu, expire } from './forward-packet.ts';
import type { HostNetwork } from './host-network.ts';
import type { Branches } from '../branches.ts';
import type { Arrival } from './routed-packet.ts';
import { inputFlow } from './routed-packet.ts';
import type { RoutingDecision } from './routing-result.ts';
import type { FibRoute } from './search-tables.ts';

/**
 * ip6_route_input() (net/ipv6/route.c), then ip6_forward() (net/ipv6/ip6_output.c). IPv6 validates no sources by their
 * route (rp_filter is an iptables match there), and impossible addresses died before PREROUTING, in ip6_rcv_core().
 */
export function routeInputIpv6(host: HostNetwork, arrival: Arrival, branches: Branches): RoutingDecision {
  const { packet, dst } = arrival;
  if (isMulticast(dst)) {
    return {
      outcome: 'unknown',
      question: {
        fact: { kind: 'membership', dev: packet.iif, group: packet.dst },
        command: 'ip maddr',
      },
    };
  }
  // rt6_need_strict(): such a destination means something only on the interface that the packet came in by.
  const isOfLink = isLinkLocal(dst) || isLoopback(dst);
  const answer = lookUp(host.fib.ipv6, inputFlow(host, arrival), {
    branches,
    ...(isOfLink ? { onlyDev: packet.iif } : {}),
    ignoresLinkDown: (dev) => ignoresLinkDownIpv6(host, dev, branches),
  });
  if (answer.kind === 'unknown') return { outcome: 'unknown', question: answer.question };
  if (answer.kind !== 'found') return noRoute(answer, packet.dst);
  if (answer.route.type === 'local' || answer.route.type === 'anycast') {
    return { outcome: 'local', found: answer, source: null };
  }
  if (!forwardsIpv6(host, packet.iif, branches)) {
    return drop({ kind: 'ip-forward-disabled', parameters: { interface: null } }, answer);
  }
  return sameForEveryHop(answer, branches, (hop) => forwardBy(host, arrival, answer, hop, branches));
}

/** In the order of ip6_forward(): hop limit, source, size. */
function forwardBy(
  host: HostNetwork,
  { packet, src }: Arrival,
  found: FibRoute,
  hop: NextHop,
  branches: Branches,
): RoutingDecision {
  const expired = expire(packet);
  if (expired) return drop(expired, found);
  if (src !== null && (src === 0n || isMulticast(src) || isLoopback(src) || isLinkLocal(src))) {
    return drop({ kind: 'other', parameters: { kind: 'source-of-link', source: packet.src } }, found);
  }
  const tooBig = exceedMtu(host, packet, found.route, hop, branches);
  if (tooBig) return drop(tooBig, found);
  return { outcome: 'forward', hops: [hop], found, source: null };
}

/** ip6_forward() asks `conf.all.forwarding` alone, and since 6.17 also the interface's `force_forwarding`. */
function forwardsIpv6(host: HostNetwork, iif: string, branches: Branches): boolean {
  const keys = ['net.ipv6.conf.all.forwarding', `net.ipv6.conf.${iif.replaceAll('.', '/')}.force_forwarding`];
  const shown = keys.flatMap((key) => host.sysctls.get(key) ?? []);
  for (const { key, value, at } of shown) branches.cite({ ...at, text: `${key} = ${value}` });
  if (shown.some((sysctl) => sysctl.key === keys[0])) return shown.some((sysctl) => sysctl.value !== '0');
  const key = 'net.ipv6.conf.all.forwarding';
  return branches.assume({ fact: { kind: 'sysctl', key }, command: 'sysctl -a' }, [
    { value: true, premise: { kind: 'sysctl', key, value: 1 } },
    { value: false, premise: { kind: 'sysctl', key, value: 0 } },
  ]);
}
