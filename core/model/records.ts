import type { IpSet } from './ipset.ts';
import type {
  ConntrackEntry,
  FibRule,
  InterfaceAddress,
  KernelCounter,
  Link,
  Neighbour,
  QueueReader,
  Route,
  SeenPacket,
  Sysctl,
} from './network.ts';
import type { Ruleset } from './ruleset.ts';

/** What one file said, apart from the kernel log, which has columns of its own (`TraceEvents`). */
export type Records =
  | { readonly kind: 'rulesets'; readonly items: readonly Ruleset[] }
  | { readonly kind: 'fib-rules'; readonly items: readonly FibRule[] }
  | {
      readonly kind: 'routes';
      /** `outline`: a table of net-tools or /proc, which shows less than there is: one next hop, no TOS, no types. */
      readonly detail: 'full' | 'outline';
      readonly items: readonly Route[];
    }
  | {
      readonly kind: 'links';
      readonly items: readonly Link[];
      readonly addresses: readonly InterfaceAddress[];
    }
  | { readonly kind: 'neighbours'; readonly items: readonly Neighbour[] }
  | { readonly kind: 'sysctls'; readonly items: readonly Sysctl[] }
  | { readonly kind: 'conntrack'; readonly items: readonly ConntrackEntry[] }
  | { readonly kind: 'ipsets'; readonly items: readonly IpSet[] }
  | { readonly kind: 'seen-packets'; readonly items: readonly SeenPacket[] }
  | { readonly kind: 'kernel-counters'; readonly items: readonly KernelCounter[] }
  | { readonly kind: 'queue-readers'; readonly items: readonly QueueReader[] }
  /** A file that is known and says nothing that is used. */
  | { readonly kind: 'none'; readonly items: readonly never[] };
