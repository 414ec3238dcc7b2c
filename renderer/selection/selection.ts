import type { CauseKind, Disposition, Family } from '../../core/index.ts';

/**
 * What the window is narrowed to. The filter text is the truth; this is its meaning.
 *
 * Terms of one kind are alternatives (`dropped rejected`, `dport 80 dport 443`), terms of different kinds must all
 * hold. Exceptions, because a packet can satisfy several at once and a reader narrows with them: `chain`, `via`,
 * `edge`, `rule`, `policy`, brackets and bare text must each hold, and so must every `not`.
 */
export type Selection = readonly Term[];

/** One word of the filter with its value; `negated` where `not` stands before it. */
export type Term = Fact & { readonly negated: boolean };

/** Numbers of a packet's header: the IP length in bytes, the IP ID, TCP sequence numbers. */
export type NumberWord = 'ttl' | 'len' | 'id' | 'seq' | 'ack';

/** What a term says of a packet. Header facts hold where any line of the packet shows them, before or after NAT. */
export type Fact =
  /** An address or a prefix: `10.1.0.2`, `10.1.0.0/24`, `fd00::/8`. */
  | { readonly kind: 'src' | 'dst' | 'address'; readonly address: string }
  /** First and last port, both included; `port` is either end's. */
  | { readonly kind: 'sport' | 'dport' | 'port'; readonly from: number; readonly to: number }
  /** A number of the header, first and last included: `ttl < 3` is 0 to 2. */
  | { readonly kind: NumberWord; readonly from: number; readonly to: number }
  /** From and to, as the log's clock has it (`07:59:58.5`, with or without a date) or in seconds since boot; null for no end. */
  | { readonly kind: 'time'; readonly from: string | null; readonly to: string | null }
  /** TCP flags that are set, as bits of the header's byte; others may be set as well. */
  | { readonly kind: 'flags'; readonly set: number }
  /** Addresses or ports were translated, as far as the log shows it; with an address, from or to that one. */
  | { readonly kind: 'snat' | 'dnat' | 'nat'; readonly address: string | null }
  | { readonly kind: 'proto'; readonly name: string }
  | { readonly kind: 'family'; readonly family: Family }
  /** `dead` is dropped or rejected. */
  | { readonly kind: 'end'; readonly end: Disposition | 'dead' }
  /** `filter/FORWARD`, or `FORWARD` for the chain of that name in any table. */
  | { readonly kind: 'chain'; readonly name: string }
  /** A node of the graph that is no chain: `routing`, `local`, `in:eth0`. */
  | { readonly kind: 'via'; readonly name: string }
  | { readonly kind: 'edge'; readonly from: string; readonly to: string }
  /** The rule that matched, by its number in the ruleset (in the log where the ruleset does not tell). */
  | { readonly kind: 'rule'; readonly chain: string; readonly number: number }
  | { readonly kind: 'policy'; readonly chain: string }
  | {
      readonly kind: 'cause';
      readonly cause: CauseKind;
      readonly chain: string | null;
      readonly rule: number | null;
    }
  /** A dead end by the name of its group, where `cause` would name several. */
  | { readonly kind: 'dead-end'; readonly group: string }
  /** `eth+` is every interface whose name begins with `eth`, as in iptables. */
  | { readonly kind: 'in' | 'out'; readonly interface: string }
  | { readonly kind: 'host'; readonly name: string }
  | { readonly kind: 'packet'; readonly number: number }
  | FlowFact
  /** A flow and its answers, whichever of both ends sent them; before or after NAT. */
  | (Omit<FlowFact, 'kind'> & { readonly kind: 'conversation' })
  | { readonly kind: 'mark'; readonly value: number }
  /** The packet that this line of the log belongs to. */
  | { readonly kind: 'line'; readonly file: string; readonly line: number }
  /** Part of an address, port, interface, chain, protocol or cause; upper and lower case are the same. */
  | { readonly kind: 'text'; readonly text: string }
  /** One of several selections: what brackets and `or` make. */
  | { readonly kind: 'any'; readonly of: readonly Selection[] };

/** A flow as the host first saw it, before NAT. Ports are null for protocols without them. */
export interface FlowFact {
  readonly kind: 'flow';
  readonly protocol: string;
  readonly src: string;
  readonly dst: string;
  readonly sport: number | null;
  readonly dport: number | null;
}

export type FactKind = Fact['kind'];

/** Kinds whose terms must each hold; terms of any other kind are alternatives of each other. */
export const narrowingKinds: ReadonlySet<FactKind> = new Set([
  'chain',
  'via',
  'edge',
  'rule',
  'policy',
  'text',
  'any',
] satisfies FactKind[]);
