import { firstAlike } from './alike-rows.ts';
import type { IdentityColumns, TraceEvents } from '../../model/trace.ts';

/**
 * Finds the identities that differ in nothing but the tracer's own name of the packet. A packet that a virtual device
 * hands on (lo, a bridge, a VLAN) gets a new trace id on its way, for nft makes the id of the device, too
 * (nft_trace_init() in net/netfilter/nf_tables_trace.c).
 */
export class TraceIdAliases {
  readonly #identities: IdentityColumns;
  #lists: TwinLists | null = null;

  constructor({ identities }: TraceEvents) {
    this.#identities = identities;
  }

  /**
   * Whether the packet has a name of the tracer and besides something that tells it from all others. SYN-ACKs and RSTs have
   * IP ID 0 and nft prints no SEQ, but a flow has few of them.
   */
  has(identity: number): boolean {
    const { traceId, ipId, seq, tcpFlags } = this.#identities;
    const opensOrEnds = ((tcpFlags[identity] as number) & (SYN | RST)) !== 0;
    return traceId[identity] !== 0 && (ipId[identity] !== 0 || seq[identity] !== 0 || opensOrEnds);
  }

  /** The nearest of them, in ascending order. */
  of(identity: number): readonly number[] {
    const { next, previous } = (this.#lists ??= this.#listAll());
    const before = this.#walk(identity, previous).reverse();
    return [...before, ...this.#walk(identity, next)];
  }

  #walk(identity: number, step: Int32Array): number[] {
    const twins: number[] = [];
    let twin = step[identity] as number;
    const { protocol } = this.#identities;
    const own = protocol[identity] as number;
    for (let steps = 0; twin !== NONE && steps < MOST_TWINS; steps++, twin = step[twin] as number) {
      const other = protocol[twin] as number;
      // xtables-monitor prints no protocol: only a rule that asks for one tells it.
      if (this.has(twin) && (own === other || own === 0 || other === 0)) twins.push(twin);
    }
    return twins;
  }

  #listAll(): TwinLists {
    const { count, host, ipId, length, seq, ack, tcpFlags, icmpType, icmpCode } = this.#identities;
    const rest = [host, ipId, length, seq, ack, tcpFlags, icmpType, icmpCode];
    const first = firstAlike(count, rest);
    const next = new Int32Array(count).fill(NONE);
    const previous = new Int32Array(count).fill(NONE);
    const last = Uint32Array.from(first);
    for (let identity = 0; identity < count; identity++) {
      const head = first[identity] as number;
      if (head !== identity) {
        next[last[head] as number] = identity;
        previous[identity] = last[head] as number;
      }
      last[head] = identity;
    }
    return { previous, next };
  }
}

const NONE = -1;
/** As in the TCP header. */
const SYN = 2;
const RST = 4;

/** A device hands a packet on at once: of thousands that look alike, only the nearest can be the same. */
const MOST_TWINS = 64;

/** Identities that are equal but for the tracer's name of the packet, in lists. */
interface TwinLists {
  /** By identity: the one before it in its list; NONE before the first. */
  readonly previous: Int32Array;
  /** By identity: the next of its list; NONE after the last. */
  readonly next: Int32Array;
}
