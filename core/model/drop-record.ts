import type { Family } from './family.ts';
import type { LineRef } from './evidence.ts';

/** A packet that the kernel freed without handing it on, as a recording of `skb:kfree_skb` shows it (enum skb_drop_reason). */
export interface DropRecord {
  /** `NETFILTER_DROP`, without SKB_DROP_REASON_; null where the recording has none, or only a number, which means another reason in each kernel. */
  readonly reason: string | null;
  /** The function that freed it: `nf_hook_slow`; null where the recording shows only an address. */
  readonly location: string | null;
  /** Of records that count: how many packets were freed so. */
  readonly packets: number;
  readonly family: Family | null;
  /** By the kernel's clock, as its log has it; null where the recording has none, or another. */
  readonly uptimeSeconds: number | null;
  /** Which packet it is of; null where the recording does not show it. */
  readonly packet: RecordedPacket | null;
  readonly at: LineRef;
  readonly text: string;
}

/** The header of a packet in a recording. */
export interface RecordedPacket {
  /** In lower case: `tcp`, `udp`, `icmp`. */
  readonly protocol: string | null;
  readonly src: string;
  readonly dst: string;
  readonly sport: number | null;
  readonly dport: number | null;
  readonly ipId: number | null;
}
