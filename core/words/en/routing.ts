import type { CauseFinding, RoutingCauseKind } from '../../model/cause.ts';
import { assertNever } from '../../model/family.ts';
import type { RoutingStep } from '../../model/journey.ts';
import type { RoutedTo } from '../../model/routed-to.ts';
import type { MartianDestination, SourceReason } from '../../model/routing-reason.ts';
import { listed } from './lists.ts';
import { openFact } from './open-facts.ts';

/** Where routing sends a packet: `via 10.2.0.254 dev eth1`, `to this host`, or why it refuses. */
export function decision(to: RoutedTo): string {
  switch (to.kind) {
    case 'drop':
      return refusal(to.cause);
    case 'local':
      return 'to this host';
    case 'broadcast':
      return 'to this host, as a broadcast';
    case 'forward':
    case 'send':
      return nextHops(to.hops);
  }
}

/** `via 10.2.0.254 dev eth1 or dev eth2` */
export function nextHops(
  hops: readonly { readonly dev: string | null; readonly via: string | null }[],
): string {
  return listed(
    hops.map(({ dev, via }) => (via === null ? `dev ${dev}` : `via ${via} dev ${dev}`)),
    'or',
  );
}

/** A replayed decision with the route that made it: `out eth1, route: 10.2.0.0/24 dev eth1 proto kernel`. */
export function step({ decision: to, without }: Pick<RoutingStep, 'decision' | 'without'>): string {
  const open = without.length === 0 ? '' : ` (not certain without ${listed(without.map(openFact))})`;
  return `${routed(to)}${open}`;
}

function routed(to: RoutedTo): string {
  switch (to.kind) {
    case 'drop':
    case 'broadcast':
      return decision(to);
    case 'local':
      return `${decision(to)}${to.route === null || to.route === '' ? '' : `, route: ${to.route}`}`;
    case 'forward':
    case 'send': {
      const out = listed(
        to.hops.map(({ dev, via }) => `${dev}${via === null ? '' : ` via ${via}`}`),
        'or',
      );
      return `out ${out}${to.route === null || to.route === '' ? '' : `, route: ${to.route}`}`;
    }
  }
}

/** Why routing refuses a packet, as a clause. */
export function refusal(cause: CauseFinding<RoutingCauseKind>): string {
  switch (cause.kind) {
    case 'no-route':
      return `no route to ${cause.parameters.destination} in any table that was consulted`;
    case 'blackhole':
    case 'unreachable':
    case 'prohibit': {
      const { destination, by } = cause.parameters;
      return `${destination} matches the ${by.kind === 'route' ? 'route' : 'FIB rule'} "${by.text}"`;
    }
    case 'rp-filter':
    case 'martian-source':
      return sourceReason(cause.parameters.reason, cause.parameters.source);
    case 'ip-forward-disabled':
      return cause.parameters.interface === null
        ? 'IPv6 forwarding is off'
        : `forwarding is off on ${cause.parameters.interface}`;
    case 'ttl-expired':
      return `${cause.parameters.family === 'ipv6' ? 'hop limit' : 'TTL'} ${cause.parameters.ttl} expired`;
    case 'mtu-exceeded': {
      const { length, mtu, interface: dev } = cause.parameters;
      return `its ${length} bytes exceed the MTU${mtu === null ? '' : ` of ${mtu}`} of ${dev ?? 'the outgoing interface'}`;
    }
    case 'other':
      return cause.parameters.kind === 'recorded'
        ? 'the kernel dropped it'
        : martianDestination(cause.parameters);
    default:
      return assertNever(cause);
  }
}

/** What source validation found. `source` is null where it is not to be named, or is redacted. */
export function sourceReason(reason: SourceReason, source: string | null = null): string {
  const [the, it] =
    source === null || source === '' ? ['the source', 'the source'] : [`the source ${source}`, source];
  switch (reason.kind) {
    case 'rp-filter-off':
      return 'rp_filter is off';
    case 'came-over-lo':
      return 'the packet came in on lo';
    case 'no-route-back':
      return `there is no route back to ${it}`;
    case 'as-logged':
      return `the kernel logged ${it} as a martian source there, or as one without a route back by that interface (rp_filter)`;
    case 'own-address':
      return `${the} is an address of this host, and accept_local is off`;
    case 'multicast':
      return `${the} is a multicast address`;
    case 'broadcast':
      return `${the} is the broadcast address`;
    case 'unspecified':
      return `${the} is the unspecified address`;
    case 'loopback':
      return `${the} is a loopback address, and route_localnet is off`;
    case 'route-type':
      return `${the} is a ${reason.type} address`;
    case 'route-back-refuses':
      return `the route back to ${it} is of type ${reason.type}`;
    case 'same-interface':
      return `the route back to ${it} leaves by ${reason.interface}`;
    case 'other-interface':
      return `the route back to ${it} leaves by ${interfaces(reason.leavesBy)}, not by ${reason.interface}`;
    case 'no-address':
      return `the route back to ${it} leaves by ${interfaces(reason.leavesBy)}, and ${reason.interface} has no address`;
    case 'loose':
      return `loose mode; the route back to ${it} leaves by ${interfaces(reason.leavesBy)}`;
    case 'route-back-assumed':
      return `the route back to ${it} ${reason.suits ? 'suits' : 'does not suit'} the interface`;
    default:
      return assertNever(reason);
  }
}

function interfaces(names: readonly (string | null)[]): string {
  return listed(
    names.map((name) => name ?? 'an unknown interface'),
    'or',
  );
}

function martianDestination(reason: MartianDestination): string {
  switch (reason.kind) {
    case 'as-logged':
      return `the kernel logged ${reason.destination} as a martian destination there`;
    case 'unspecified':
      return `the destination ${reason.destination} is the unspecified address (martian destination)`;
    case 'loopback':
      return `the destination ${reason.destination} is a loopback address, and route_localnet is off (martian destination)`;
    case 'route-type':
      return `the destination ${reason.destination} is a ${reason.type} address (martian destination)`;
    case 'source-of-link':
      return `packets from ${reason.source} are not forwarded: the address is valid on its own link only`;
  }
}
