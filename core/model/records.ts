import type { DropRecord } from './drop-record.ts';
import type { IpSet } from './ipset.ts';
import type {
  FibRule,
  InterfaceAddress,
  Link,
  Neighbour,
  Route,
  RoutingTableName,
  Sysctl,
} from './network.ts';
import type {
  BridgePort,
  ForwardingEntry,
  GroupMembership,
  KernelCounter,
  ListeningSocket,
  LossCounter,
  QueueDiscipline,
  QueueReader,
  SeenPacket,
  XfrmPolicy,
} from './witness.ts';
import type { ConntrackEntry } from './conntrack.ts';
import type { Ruleset } from './ruleset.ts';

/** What one file said, apart from the kernel log, which has columns of its own (`TraceEvents`). */
export type Records =
  | { readonly kind: 'rulesets'; readonly items: readonly Ruleset[] }
  | {
      readonly kind: 'fib-rules';
      readonly items: readonly FibRule[];
      /** What `ip rule list table 201` tells by printing `lookup wan`. */
      readonly tableNames: readonly RoutingTableName[];
    }
  | { readonly kind: 'table-names'; readonly items: readonly RoutingTableName[] }
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
      readonly losses: readonly LossCounter[];
    }
  | { readonly kind: 'neighbours'; readonly items: readonly Neighbour[] }
  | { readonly kind: 'sysctls'; readonly items: readonly Sysctl[] }
  | { readonly kind: 'conntrack'; readonly items: readonly ConntrackEntry[] }
  | { readonly kind: 'ipsets'; readonly items: readonly IpSet[] }
  | { readonly kind: 'seen-packets'; readonly items: readonly SeenPacket[] }
  | { readonly kind: 'kernel-counters'; readonly items: readonly KernelCounter[] }
  | { readonly kind: 'loss-counters'; readonly items: readonly LossCounter[] }
  | { readonly kind: 'drop-records'; readonly items: readonly DropRecord[] }
  | { readonly kind: 'queue-readers'; readonly items: readonly QueueReader[] }
  | { readonly kind: 'queue-disciplines'; readonly items: readonly QueueDiscipline[] }
  | { readonly kind: 'xfrm-policies'; readonly items: readonly XfrmPolicy[] }
  | { readonly kind: 'bridge-ports'; readonly items: readonly BridgePort[] }
  | { readonly kind: 'forwarding-entries'; readonly items: readonly ForwardingEntry[] }
  | { readonly kind: 'sockets'; readonly items: readonly ListeningSocket[] }
  | { readonly kind: 'memberships'; readonly items: readonly GroupMembership[] }
  /** A file that is known and says nothing that is used. */
  | { readonly kind: 'none'; readonly items: readonly never[] };
