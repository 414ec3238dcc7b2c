import type { MatchPacket } from '../../core/kernel/match/match-packet.ts';
import { protocolNumber } from '../../core/kernel/protocol-number.ts';

/** The packet with an Ethernet header in front, to the MAC address of an interface. */
export function etherFrame(packet: MatchPacket, to: string, id = 0): Buffer {
  const mac = (text: string): number[] => text.split(':').map((byte) => Number.parseInt(byte, 16));
  return Buffer.concat([
    Buffer.from([...mac(to), ...mac(packet.srcMac ?? ''), 0x08, 0x00]),
    ipPacket(packet, id),
  ]);
}

/** An IPv4 packet with correct checksums, since conntrack calls one with a wrong checksum INVALID. */
export function ipPacket(packet: MatchPacket, id = 0): Buffer {
  const source = addressBytes(packet.src);
  const destination = addressBytes(packet.dst);
  const protocol = protocolNumber(packet.protocol ?? '') ?? 0;
  const payload = transport(packet, protocol, Buffer.concat([source, destination]));
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt8((packet.tos ?? 0) | (packet.ecn ?? 0), 1);
  header.writeUInt16BE(20 + payload.length, 2);
  header.writeUInt16BE(id, 4);
  header.writeUInt8(packet.ttl ?? 64, 8);
  header.writeUInt8(protocol, 9);
  source.copy(header, 12);
  destination.copy(header, 16);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, payload]);
}

function transport(packet: MatchPacket, protocol: number, addresses: Buffer): Buffer {
  const data = Buffer.alloc(8);
  const write = (
    length: number,
    checksumAt: number,
    fill: (header: Buffer) => void,
    pseudo: boolean,
  ): Buffer => {
    const header = Buffer.concat([Buffer.alloc(length), data]);
    fill(header);
    const summed = pseudo
      ? [addresses, Buffer.from([0, protocol, header.length >> 8, header.length & 255]), header]
      : [header];
    header.writeUInt16BE(checksum(Buffer.concat(summed)), checksumAt);
    return header;
  };
  switch (protocol) {
    case 6:
      return write(
        20,
        16,
        (header) => {
          header.writeUInt16BE(packet.sport ?? 0, 0);
          header.writeUInt16BE(packet.dport ?? 0, 2);
          header.writeUInt32BE(1, 4);
          header.writeUInt8(5 << 4, 12);
          header.writeUInt8(packet.tcpFlags ?? 0, 13);
          header.writeUInt16BE(1024, 14);
        },
        true,
      );
    case 17:
      return write(
        8,
        6,
        (header) => {
          header.writeUInt16BE(packet.sport ?? 0, 0);
          header.writeUInt16BE(packet.dport ?? 0, 2);
          header.writeUInt16BE(header.length, 4);
        },
        true,
      );
    case 1:
      return write(
        8,
        2,
        (header) => {
          header.writeUInt8(packet.icmpType ?? 0, 0);
          header.writeUInt8(packet.icmpCode ?? 0, 1);
          header.writeUInt16BE(7, 4);
        },
        false,
      );
    default:
      return data;
  }
}

/** RFC 1071. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt8(at) * 256 + (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 65536);
  return ~sum & 0xffff;
}

function addressBytes(text: string | null): Buffer {
  return Buffer.from((text ?? '0.0.0.0').split('.').map(Number));
}
