import type { PacketHeader } from '../../model/packet-story.ts';
import { parseAddress } from '../../kernel/address.ts';
import { protocolNumber } from '../../kernel/protocol-number.ts';

/** A frame's headers, and the length of the whole frame. */
export interface RebuiltHeader {
  readonly bytes: Uint8Array;
  readonly wholeLength: number;
}

/**
 * Headers as the log's line has them; null where its addresses can't be read. What no log prints (IP options, TCP's options and checksum, the payload; mostly the MACs) is left out
 * or 0; the length in the IP header is that of the packet, so that Wireshark says what is not captured.
 */
export function rebuiltHeader(header: PacketHeader, icmpSequence: number): RebuiltHeader | null {
  const src = parseAddress(header.src);
  const dst = parseAddress(header.dst);
  if (src === null || dst === null || typeof src !== typeof dst) return null;
  const isV4 = typeof src === 'number';
  const protocol = protocolNumber(header.protocol) ?? (isV4 ? noNumber : noNextHeader);
  // Only the first fragment has the transport header.
  const transport = header.fragment >> 3 > 0 ? new Uint8Array() : transportOf(header, protocol, icmpSequence);
  const ip = isV4 ? 20 : 40;
  const wholeLength = Math.max(header.lengthBytes, ip + transport.length);
  const bytes = new Uint8Array(ethernet + ip + transport.length);
  bytes.set(macOf(header.dstMac));
  new DataView(bytes.buffer).setUint16(12, isV4 ? 0x0800 : 0x86dd);
  const view = new DataView(bytes.buffer, ethernet);
  if (isV4) writeIpv4(view, header, protocol, wholeLength);
  else writeIpv6(view, header, protocol, wholeLength);
  writeAddress(view, isV4 ? 12 : 8, src);
  writeAddress(view, isV4 ? 16 : 24, dst);
  if (isV4) view.setUint16(10, checksum(bytes.subarray(ethernet, ethernet + 20)));
  bytes.set(transport, ethernet + ip);
  return { bytes, wholeLength: ethernet + wholeLength };
}

/** Bytes of its header. */
const ethernet = 14;

/** The bytes of `52:54:00:a7:40:88`; zeroes where the line has none. */
function macOf(text: string): Uint8Array {
  const bytes = text.split(':').map((byte) => Number.parseInt(byte, 16));
  return Uint8Array.from(bytes.length === 6 ? bytes : []);
}

/** "Use for experimentation and testing" (RFC 3692): a protocol whose name no table has. */
const noNumber = 253;
const noNextHeader = 59;

function writeIpv4(view: DataView, header: PacketHeader, protocol: number, wholeLength: number): void {
  const { tos, ipId, ttl, fragment } = header;
  view.setUint8(0, 0x45);
  view.setUint8(1, tos);
  view.setUint16(2, Math.min(wholeLength, 0xffff));
  view.setUint16(4, ipId);
  view.setUint16(6, flagsOf(fragment));
  view.setUint8(8, ttl);
  view.setUint8(9, protocol);
}

/** CE, DF and MF are the highest bits, the offset the others. */
function flagsOf(fragment: number): number {
  const [df, mf, ce] = [fragment & 1, (fragment >> 1) & 1, (fragment >> 2) & 1];
  return (ce << 15) | (df << 14) | (mf << 13) | ((fragment >> 3) & 0x1fff);
}

function writeIpv6(view: DataView, { tos, ttl }: PacketHeader, protocol: number, wholeLength: number): void {
  view.setUint32(0, (6 << 28) | (tos << 20));
  view.setUint16(4, Math.min(wholeLength - 40, 0xffff));
  view.setUint8(6, protocol);
  view.setUint8(7, ttl);
}

function writeAddress(view: DataView, at: number, address: number | bigint): void {
  if (typeof address === 'number') return view.setUint32(at, address);
  view.setBigUint64(at, address >> 64n);
  view.setBigUint64(at + 8, address & 0xffff_ffff_ffff_ffffn);
}

function transportOf(header: PacketHeader, protocol: number, icmpSequence: number): Uint8Array {
  const { sport, dport, tcp, icmpType, icmpCode, lengthBytes } = header;
  if (icmpType !== null) {
    const view = new DataView(new ArrayBuffer(8));
    view.setUint8(0, icmpType);
    view.setUint8(1, icmpCode ?? 0);
    view.setUint16(4, Math.max(0, sport));
    view.setUint16(6, icmpSequence);
    return new Uint8Array(view.buffer);
  }
  if (sport < 0 || dport < 0) return new Uint8Array();
  const view = new DataView(new ArrayBuffer(tcp !== null ? 20 : protocol === 17 || protocol === 136 ? 8 : 4));
  view.setUint16(0, sport);
  view.setUint16(2, dport);
  if (tcp !== null) {
    view.setUint32(4, tcp.seq);
    view.setUint32(8, tcp.ack);
    view.setUint8(12, 5 << 4);
    view.setUint8(13, tcp.flags);
  } else if (protocol === 17)
    view.setUint16(4, Math.max(8, lengthBytes - (header.src.includes(':') ? 40 : 20)));
  return new Uint8Array(view.buffer);
}

/** The internet checksum (RFC 1071) of a header whose own is 0 yet. */
function checksum(header: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < header.length; i += 2) sum += ((header[i] as number) << 8) | (header[i + 1] as number);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
