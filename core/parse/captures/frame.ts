import type { CaptureFault } from '../../model/diagnostic-kind.ts';
/** A packet as a capture file has it: with its link layer, and cut to what headers can need. */
export interface Frame {
  /** LINKTYPE_* (tcpdump.org/linktypes.html). */
  readonly linkType: number;
  /** At most `headerBytes`; fewer where the packet is smaller or the capture's snap length cut it. */
  readonly bytes: Uint8Array;
  /** The packet's length on the wire, with its link layer. */
  readonly wireLength: number;
  /**
   * ISO 8601 in UTC, with micro- or nanoseconds; null where the file gives packets no time. Asked for only of packets
   * that are kept.
   */
  readonly time: () => string | null;
  readonly interface: string | null;
  readonly direction: 'in' | 'out' | null;
}

/** What is told of a capture as it is read. */
export interface FrameSink {
  frame(frame: Frame): void;
  /** Why the rest of the file can't be read. */
  damaged(fault: CaptureFault): void;
}

/** Link layer, tags, IP with all its options or extension headers, and TCP's first words. */
export const headerBytes = 512;

/** The longest packet that a capture can hold: libpcap's MAXIMUM_SNAPLEN is 256 KiB, USB's is 128 MiB. */
export const longestPacket = 128 << 20;

/** `2026-11-21T07:53:14.218358Z`; null for what no clock can have shown. */
export function isoTime(seconds: number, fraction: string): string | null {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? null : `${date.toISOString().slice(0, -5)}.${fraction}Z`;
}
