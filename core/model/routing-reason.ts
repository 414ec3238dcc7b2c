import type { RouteType } from './network.ts';

/** What the kernel's source validation (fib_validate_source()) found of a source address. */
export type SourceReason =
  | { readonly kind: 'rp-filter-off' | 'came-over-lo' | 'no-route-back' }
  /** An address of the host, and accept_local is off. */
  | { readonly kind: 'own-address' }
  /** No address that a single host can have. */
  | { readonly kind: 'multicast' | 'broadcast' | 'unspecified' | 'loopback' }
  | { readonly kind: 'route-type'; readonly type: RouteType }
  /** `type`: what the route back is. */
  | { readonly kind: 'route-back-refuses'; readonly type: 'blackhole' | 'unreachable' | 'prohibit' }
  /** The route back leaves by the interface that the packet came in by. */
  | { readonly kind: 'same-interface'; readonly interface: string }
  /** Null for an interface that the route does not name. */
  | {
      readonly kind: 'other-interface';
      readonly leavesBy: readonly (string | null)[];
      readonly interface: string;
    }
  /** As `other-interface`; the interface that the packet came in by has no address, so loose mode refuses, too. */
  | { readonly kind: 'no-address'; readonly leavesBy: readonly (string | null)[]; readonly interface: string }
  /** Loose mode: any route back will do. */
  | { readonly kind: 'loose'; readonly leavesBy: readonly (string | null)[] }
  /** The kernel's own message is all that is known. */
  | { readonly kind: 'as-logged' }
  /** Taken for granted, as the bundle does not show the route back. */
  | { readonly kind: 'route-back-assumed'; readonly suits: boolean };

/** A destination or, for IPv6, a source that can't be routed whatever the FIB holds. */
export type MartianDestination =
  | { readonly kind: 'unspecified' | 'loopback'; readonly destination: string }
  /** The kernel's own message is all that is known. */
  | { readonly kind: 'as-logged'; readonly destination: string }
  | { readonly kind: 'route-type'; readonly destination: string; readonly type: RouteType }
  /** IPv6: a source that means nothing on another link. */
  | { readonly kind: 'source-of-link'; readonly source: string };
