import { decodePacket } from './packet.ts';
import type { Packet } from './packet.ts';

/** A frame that passed an interface of the router. */
export interface Frame {
  readonly microseconds: number;
  readonly ifindex: number;
  readonly direction: 'in' | 'out';
  /** Length from the network header on. */
  readonly bytes: number;
  /** Null for what is not IPv4. */
  readonly packet: Packet | null;
}

/**
 * The frames of a file that `tcpdump -i any -y LINUX_SLL2 --time-stamp-precision=nano -w` wrote on this machine
 * (pcap-savefile(5)). Each has a header of 20 bytes (pcap-linktype(7), LINKTYPE_LINUX_SLL2): protocol, interface index at
 * 4, packet type at 10 (4: outgoing).
 */
export function readCapture(file: Buffer): Frame[] {
  if (file.readUInt32LE(0) !== 0xa1b23c4d || file.readUInt32LE(20) !== 276)
    throw new Error('not such a capture');
  const frames: Frame[] = [];
  for (let at = 24; at + 16 <= file.length;) {
    const captured = file.readUInt32LE(at + 8);
    const frame = file.subarray(at + 16, at + 16 + captured);
    const bytes = frame.subarray(20);
    frames.push({
      microseconds: file.readUInt32LE(at) * 1e6 + file.readUInt32LE(at + 4) / 1e3,
      ifindex: frame.readUInt32BE(4),
      direction: frame[10] === 4 ? 'out' : 'in',
      bytes: bytes.length,
      packet: frame.readUInt16BE(0) === 0x0800 ? decodePacket(bytes) : null,
    });
    at += 16 + captured;
  }
  return frames.sort((a, b) => a.microseconds - b.microseconds);
}
