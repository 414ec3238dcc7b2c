import type { SourceReason } from '../../model/routing-reason.ts';
import type { AddressValue } from '../address.ts';
import { formatAddress } from '../address.ts';
import { deviceSetting } from './device-setting.ts';
import { lookUp } from './fib-lookup.ts';
import { rulesEverChanged } from './fib.ts';
import type { HostNetwork } from './host-network.ts';
import { hasIpv4Address, isInterfaceAddress } from './host-network.ts';
import type { Branches } from '../branches.ts';
import type { FibFlow } from './match-fib-rule.ts';
import type { Arrival } from './routed-packet.ts';
import { inputFlow } from './routed-packet.ts';
import type { FibRoute } from './search-tables.ts';

/** What the kernel makes of a packet's source address. `mode` is the effective rp_filter: 0 off, 1 strict, 2 loose. */
export interface SourceVerdict {
  readonly verdict: 'pass' | 'drop';
  /** Null for a packet that passes. */
  readonly cause: 'rp-filter' | 'martian-source' | null;
  readonly mode: number;
  readonly reason: SourceReason;
}

/** Where the packet goes: `dst` 0 for a broadcast; `out` the next hop's interface, null for local delivery. */
export interface Destination {
  readonly dst: AddressValue;
  readonly out: { readonly dev: string | null } | null;
}

/** fib_validate_source() (net/ipv4/fib_frontend.c). IPv4 only: IPv6 has no such check in the routing code. */
export function validateSource(
  host: HostNetwork,
  arrival: Arrival,
  to: Destination,
  branches: Branches,
): SourceVerdict {
  const { iif } = arrival.packet;
  const mode = deviceSetting(host, iif, 'rp_filter', branches);
  const { src } = arrival;
  if (src === null) return judgeUnreadableSource(iif, mode, branches);
  if (mode !== 0) return lookBack(host, arrival, src, to, mode, branches);

  const short = checkOwnAddress(host, iif, src, branches);
  // Without rp_filter the way back proves nothing, so its route is not cited.
  const full = lookBack(host, arrival, src, to, mode, { ...branches, cite: () => undefined });
  if (full.verdict === short.verdict) return short;
  const returns = to.out !== null && to.out.dev === iif;
  if (returns && deviceSetting(host, iif, 'send_redirects', branches) !== 0) return full;
  if (deviceSetting(host, iif, 'accept_local', branches) !== 0) return short;
  if (host.fib.ipv4.customRules || host.customLocalRoutes) return full;
  return branches.assume(rulesEverChanged, [
    { value: short, premise: { kind: 'ip-rules-changed', ever: false } },
    { value: full, premise: { kind: 'ip-rules-changed', ever: true } },
  ]);
}

/** The kernel's short way without rp_filter and without rules of the user's own: only own addresses are refused. */
function checkOwnAddress(
  host: HostNetwork,
  iif: string,
  src: AddressValue,
  branches: Branches,
): SourceVerdict {
  const own = isInterfaceAddress(host, src, branches);
  if (!own || deviceSetting(host, iif, 'accept_local', branches) !== 0)
    return pass(0, { kind: 'rp-filter-off' });
  return refuse('martian-source', 0, { kind: 'own-address' });
}

/**
 * __fib_validate_source(): the route back to the source, looked up with source and destination swapped and, in place of
 * the input interface, the one that the packet is about to leave by (`lo` for local delivery). So `iif` rules of the
 * way back are those for that interface.
 */
function lookBack(
  host: HostNetwork,
  arrival: Arrival,
  src: AddressValue,
  to: Destination,
  mode: number,
  branches: Branches,
): SourceVerdict {
  const { iif } = arrival.packet;
  const ignoresLinkDown = (dev: string): boolean =>
    deviceSetting(host, dev, 'ignore_routes_with_linkdown', branches) !== 0;
  const flow = flowBack(host, arrival, src, to, branches);
  const answer = lookUp(host.fib.ipv4, flow, { branches, ignoresLinkDown });
  switch (answer.kind) {
    case 'unknown':
      // Without rp_filter only a source that is no unicast address would matter.
      if (mode === 0) return pass(mode, { kind: 'rp-filter-off' });
      return branches.assume(answer.question, [
        {
          value: pass(mode, { kind: 'route-back-assumed', suits: true }),
          premise: { kind: 'way-back', source: formatAddress(src), dev: iif, suits: true },
        },
        {
          value: refuse('rp-filter', mode, { kind: 'route-back-assumed', suits: false }),
          premise: { kind: 'way-back', source: formatAddress(src), dev: iif, suits: false },
        },
      ]);
    case 'none':
      return lastResort(mode, { kind: 'no-route-back' });
    case 'refused':
      return lastResort(mode, { kind: 'route-back-refuses', type: answer.by });
    case 'found':
      return judgeRouteBack(host, iif, answer, mode, branches);
  }
}

function flowBack(
  host: HostNetwork,
  arrival: Arrival,
  src: AddressValue,
  to: Destination,
  branches: Branches,
): FibFlow {
  const { mark, iif } = arrival.packet;
  const marksMatter = mark !== 0 && host.fib.ipv4.rules.some(({ rule }) => rule.fwmark !== null);
  const keepsMark = marksMatter && deviceSetting(host, iif, 'src_valid_mark', branches) !== 0;
  const flow = inputFlow(host, arrival);
  return {
    ...flow,
    dst: src,
    src: to.dst,
    iif: to.out === null ? 'lo' : to.out.dev,
    mark: keepsMark ? mark : 0,
    sport: flow.dport,
    dport: flow.sport,
  };
}

function judgeRouteBack(
  host: HostNetwork,
  iif: string,
  { route }: FibRoute,
  mode: number,
  branches: Branches,
): SourceVerdict {
  if (route.type === 'local' && deviceSetting(host, iif, 'accept_local', branches) === 0) {
    return refuse('martian-source', mode, { kind: 'own-address' });
  }
  if (route.type !== 'unicast' && route.type !== 'local') {
    return refuse('martian-source', mode, { kind: 'route-type', type: route.type });
  }
  // fib_info_nh_uses_dev(): every next hop of a multipath route counts, also one that is down.
  if (route.nextHops.some((hop) => hop.dev === iif))
    return pass(mode, { kind: 'same-interface', interface: iif });
  if (route.type === 'local' && iif === 'lo') return pass(mode, { kind: 'came-over-lo' });
  if (mode === 0) return pass(mode, { kind: 'rp-filter-off' });

  const leavesBy = route.nextHops.map((hop) => hop.dev);
  if (!hasIpv4Address(host, iif, branches)) {
    return lastResort(mode, { kind: 'no-address', leavesBy, interface: iif });
  }
  if (mode === 1) return refuse('rp-filter', mode, { kind: 'other-interface', leavesBy, interface: iif });
  return pass(mode, { kind: 'loose', leavesBy });
}

function judgeUnreadableSource(iif: string, mode: number, branches: Branches): SourceVerdict {
  if (mode === 0) return pass(mode, { kind: 'rp-filter-off' });
  return branches.assume({ fact: { kind: 'redacted-source' }, command: '' }, [
    {
      value: pass(mode, { kind: 'route-back-assumed', suits: true }),
      premise: { kind: 'way-back', source: null, dev: iif, suits: true },
    },
    {
      value: refuse('rp-filter', mode, { kind: 'route-back-assumed', suits: false }),
      premise: { kind: 'way-back', source: null, dev: iif, suits: false },
    },
  ]);
}

/** `last_resort:` in the kernel: without rp_filter, a source that nothing is known of passes. */
function lastResort(mode: number, reason: SourceReason): SourceVerdict {
  return mode === 0 ? pass(mode, { kind: 'rp-filter-off' }) : refuse('rp-filter', mode, reason);
}

function pass(mode: number, reason: SourceReason): SourceVerdict {
  return { verdict: 'pass', cause: null, mode, reason };
}

function refuse(cause: 'rp-filter' | 'martian-source', mode: number, reason: SourceReason): SourceVerdict {
  return { verdict: 'drop', cause, mode, reason };
}
