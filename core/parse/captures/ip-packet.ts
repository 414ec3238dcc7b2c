import { formatAddress } from '../../kernel/address.ts';
import type { SeenPacket } from '../../model/witness.ts';
import { transportFields } from './transport.ts';
import type { TransportFields } from './transport.ts';

/** What an IP packet's headers say of it. */
export type HeaderFields = Pick<SeenPacket, 'src' | 'dst' | 'protocol' | 'ipId' | 'lengthBytes'> &
  TransportFields;

/**
 * Reads an IPv4 or IPv6 header with all that stands before the transport protocol. `wireLength` is the packet's length
 * without its link layer. Null for what is neither, or is cut within the addresses.
 */
export function ipPacket(bytes: Uint8Array, wireLength: number): HeaderFields | null {
  const version = (bytes[0] ?? 0) >> 4;
  if (version === 4) return ipv4Packet(bytes, wireLength);
  return version === 6 ? ipv6Packet(bytes, wireLength) : null;
}

/** RFC 791, 3.1. */
function ipv4Packet(bytes: Uint8Array, wireLength: number): HeaderFields | null {
  const headerLength = ((bytes[0] ?? 0) & 15) * 4;
  if (bytes.length < 20 || headerLength < 20) return null;
  const view = viewOf(bytes);
  const fragmentOffset = view.getUint16(6) & 0x1fff;
  const protocol = view.getUint8(9);
  return {
    src: formatAddress(view.getUint32(12)),
    dst: formatAddress(view.getUint32(16)),
    ipId: view.getUint16(4),
    // A packet that the network card is to cut in pieces can be too long for the field, which is then 0.
    lengthBytes: view.getUint16(2) || wireLength,
    ...transportFields(protocol, fragmentOffset > 0 ? none : bytes.subarray(headerLength)),
  };
}

/** RFC 8200, 3 and 4: a header of 40 bytes, then extension headers, each with the number of the next. */
function ipv6Packet(bytes: Uint8Array, wireLength: number): HeaderFields | null {
  if (bytes.length < 40) return null;
  const view = viewOf(bytes);
  const payloadLength = view.getUint16(4);
  let next = view.getUint8(6);
  let offset = 40;
  let ipId: number | null = null;
  let isLaterFragment = false;
  for (let headers = 0; headers < mostHeaders && offset + 8 <= bytes.length; headers++) {
    const following = view.getUint8(offset);
    if (next === extension.fragment) {
      ipId = view.getUint32(offset + 4);
      isLaterFragment = view.getUint16(offset + 2) >> 3 !== 0;
      offset += 8;
    } else if (next === extension.authentication) {
      offset += (view.getUint8(offset + 1) + 2) * 4;
    } else if (optionHeaders.has(next)) {
      offset += (view.getUint8(offset + 1) + 1) * 8;
    } else break;
    next = following;
    if (isLaterFragment) break;
  }
  const isWhole = !isLaterFragment && !isExtension(next);
  return {
    src: ipv6Address(view, 8),
    dst: ipv6Address(view, 24),
    ipId,
    lengthBytes: payloadLength === 0 ? wireLength : payloadLength + 40,
    ...transportFields(next, isWhole ? bytes.subarray(offset) : none),
  };
}

const none = new Uint8Array(0);
const mostHeaders = 16;
const extension = { fragment: 44, authentication: 51 } as const;
/** Hop-by-hop, routing, destination options, mobility, HIP, Shim6. */
const optionHeaders: ReadonlySet<number> = new Set([0, 43, 60, 135, 139, 140]);

function isExtension(next: number): boolean {
  return next === extension.fragment || next === extension.authentication || optionHeaders.has(next);
}

function ipv6Address(view: DataView, at: number): string {
  return formatAddress((view.getBigUint64(at) << 64n) | view.getBigUint64(at + 8));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
