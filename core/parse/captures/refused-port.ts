const numbers = { icmp: 1, udp: 17, icmpv6: 58 } as const;

/**
 * The UDP port that an ICMP message calls unreachable; null for other messages. `bytes` is the message: type and code,
 * and from its ninth byte on the beginning of the packet that it answers (RFC 792; RFC 4443, 3.1).
 */
export function refusedPort(protocol: number, bytes: Uint8Array): number | null {
  const [type, code] = bytes;
  const answered = bytes.subarray(8);
  if (protocol === numbers.icmp && type === 3 && code === 3)
    return destinationPort(answered, answered[9], ((answered[0] ?? 0) & 15) * 4);
  if (protocol === numbers.icmpv6 && type === 1 && code === 4)
    return destinationPort(answered, answered[6], 40);
  return null;
}

function destinationPort(
  packet: Uint8Array,
  protocol: number | undefined,
  headerLength: number,
): number | null {
  if (protocol !== numbers.udp || packet.length < headerLength + 4) return null;
  return new DataView(packet.buffer, packet.byteOffset, packet.byteLength).getUint16(headerLength + 2);
}
