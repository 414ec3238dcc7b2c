import type { IdentityColumns, TraceEvents } from '../model/trace.ts';

/**
 * Finds the identities that differ in nothing but the tracer's own name of the packet. A packet that a virtual device
 * hands on (lo, a bridge, a VLAN) gets a new trace id on its way, for nft makes the id of the device, too
 * (nft_trace_init() in net/netfilter/nf_tables_trace.c).
 */
export class TraceIdTwins {
  readonly #identities: IdentityColumns;
  #byRest: Map<string, number[]> | null = null;

  constructor({ identities }: TraceEvents) {
    this.#identities = identities;
  }

  /** Whether the packet has a name of the tracer and besides something that tells it from all others. */
  has(identity: number): boolean {
    const { traceId, ipId, seq } = this.#identities;
    return traceId[identity] !== 0 && (ipId[identity] !== 0 || seq[identity] !== 0);
  }

  of(identity: number): readonly number[] {
    this.#byRest ??= this.#index();
    return (this.#byRest.get(this.#restOf(identity)) ?? []).filter((twin) => twin !== identity);
  }

  #index(): Map<string, number[]> {
    const byRest = new Map<string, number[]>();
    for (let identity = 0; identity < this.#identities.count; identity++) {
      if (!this.has(identity)) continue;
      const rest = this.#restOf(identity);
      const list = byRest.get(rest);
      if (list === undefined) byRest.set(rest, [identity]);
      else list.push(identity);
    }
    return byRest;
  }

  #restOf(identity: number): string {
    const { host, protocol, ipId, length, seq, ack, tcpFlags, icmpType, icmpCode } = this.#identities;
    const columns = [host, protocol, ipId, length, seq, ack, tcpFlags, icmpType, icmpCode];
    return columns.map((column) => column[identity]).join(' ');
  }
}
