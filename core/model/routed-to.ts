import type { CauseFinding, RoutingCauseKind } from './cause.ts';

/** Where routing sends a packet. `hops`: several for a multipath route; `route`: its text, null where none was looked up. */
export type RoutedTo =
  | { readonly kind: 'drop'; readonly cause: CauseFinding<RoutingCauseKind> }
  | { readonly kind: 'local'; readonly route: string | null }
  | { readonly kind: 'broadcast' }
  | {
      readonly kind: 'forward' | 'send';
      readonly hops: readonly { readonly dev: string | null; readonly via: string | null }[];
      readonly route: string | null;
    };
