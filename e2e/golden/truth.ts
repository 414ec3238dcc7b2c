/** What really happened in a capture, from sources other than the log: rule counters, captures, drop records. */
export interface Truth {
  readonly scenario: string;
  readonly traced_packets?: number;
  /** How many packets were traced, whatever became of them. */
  readonly journeys?: number;
  /** Packets that nobody sent, as arguments of `netopsy simulate`, and what the kernel did with them. */
  readonly simulate?: readonly {
    readonly name: string;
    readonly args: Readonly<Record<string, string | number>>;
    readonly disposition: string;
  }[];
  readonly tracer?: 'legacy-trace' | 'nft-monitor' | 'xtables-monitor' | 'log-prefix';
  readonly counters: readonly TruthCounter[];
  readonly probes: readonly TruthProbe[];
  /** What the same kernel said to `ip route get`. */
  readonly route_decisions?: readonly RouteDecision[];
  /** For large captures, instead of probes. */
  readonly flow_table?: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number)[])[];
  };
}

/** A rule or policy whose counter moved. */
export interface TruthCounter {
  readonly family?: string;
  readonly host?: string;
  readonly table: string;
  readonly chain: string;
  readonly rule: number | 'policy';
  readonly packets: number;
  readonly bytes: number;
  readonly text: string;
}

/** A flow in one direction, as the router first saw it. */
export interface TruthFlow {
  readonly family: string;
  readonly proto: string;
  readonly src: string;
  readonly dst: string;
  readonly sport?: number;
  readonly dport?: number;
  readonly type?: number;
  readonly code?: number;
  readonly id?: number;
}

/** Packets of a flow that were sent, and what became of them. */
export interface TruthProbe {
  readonly name: string;
  readonly flow: TruthFlow;
  readonly host?: string;
  readonly packets_sent: number;
  /** The four values after translation, where the host translated any. */
  readonly nat?: {
    readonly src_after: string;
    readonly dst_after: string;
    readonly sport_after?: number;
    readonly dport_after?: number;
  } | null;
  /** Packet by packet, in the order of their arrival. */
  readonly packets?: readonly { readonly id: number; readonly length: number; readonly fate: string }[];
  /** How many lines of the log are of these packets. */
  readonly log_lines?: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** The files don't settle how these packets ended: left open is right, too. */
  readonly unprovable?: boolean;
  /** Regular expressions (any case) that no sentence about these packets may match. */
  readonly not_said?: readonly string[];
  /** The bundle shows the rule: its text must be given. */
  readonly text_proven?: boolean;
  readonly cause: {
    readonly kind: string;
    readonly table?: string;
    readonly chain?: string;
    readonly rule?: number | 'policy';
    readonly text?: string;
    /** What stopped the packet, where no kind names it. */
    readonly what?: string;
    /** The kernel's record of the drop. */
    readonly kernel_reason?: string;
    readonly kernel_function?: readonly string[];
  } | null;
}

/** An answer of `ip route get`; `refused_because` is the cause that the packet would die of. */
export interface RouteDecision {
  readonly host?: string;
  readonly query: string;
  readonly src: string | null;
  readonly dst: string;
  readonly iif: string | null;
  readonly mark: number;
  readonly tos: number;
  readonly type: string;
  readonly dev: string | null;
  readonly refused_because?: string;
}
