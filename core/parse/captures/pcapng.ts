import type { ByteReader } from './byte-feed.ts';
import type { Frame, FrameSink } from './frame.ts';
import { headerBytes, longestPacket } from './frame.ts';
import { blockOptions, ticksToTime } from './pcapng-options.ts';
import type { TimeUnit } from './pcapng-options.ts';

/** The types of blocks that are read (draft-ietf-opsawg-pcapng, section 4); all others are passed over. */
const block = { section: 0x0a0d0d0a, interface: 1, packet: 2, simplePacket: 3, enhancedPacket: 6 } as const;

/** Whether these are the first bytes of a pcapng file. */
export function isPcapng(head: Uint8Array): boolean {
  return (
    head.length >= 12 && viewOf(head).getUint32(0) === block.section && orderOf(viewOf(head), 8) !== null
  );
}

/** An interface that a section describes; packets name it by its place among them. */
interface DescribedInterface extends TimeUnit {
  readonly linkType: number;
  readonly name: string | null;
  readonly snapLength: number;
}

/** Interface descriptions have no packets; what is longer is not a name. */
const longestDescription = 1 << 16;
const mostInterfaces = 1 << 16;

/**
 * The packets of a pcapng file: blocks of type, length, body, length again. A section header tells the byte order and
 * starts the list of interfaces anew.
 */
export function* readPcapng(fileInterface: string | null, sink: FrameSink): ByteReader {
  let littleEndian = true;
  let interfaces: DescribedInterface[] = [];
  for (;;) {
    const head = viewOf(yield { take: 8 });
    // The section header's type reads the same in both orders; its order is known only after its length.
    const isSection = head.getUint32(0) === block.section;
    let leftInBlock: number;
    if (isSection) {
      const magic = viewOf(yield { take: 4 });
      const order = orderOf(magic, 0);
      if (order === null) return sink.damaged({ kind: 'no-byte-order' });
      littleEndian = order;
      interfaces = [];
      leftInBlock = head.getUint32(4, littleEndian) - 12;
    } else {
      leftInBlock = head.getUint32(4, littleEndian) - 8;
    }
    if (leftInBlock < 4 || leftInBlock % 4 !== 0 || leftInBlock > longestPacket)
      return sink.damaged({ kind: 'block-size', bytes: leftInBlock + 8 });
    const type = isSection ? block.section : head.getUint32(0, littleEndian);
    switch (type) {
      case block.interface: {
        const body = yield { take: Math.min(leftInBlock, longestDescription) };
        leftInBlock -= body.length;
        if (interfaces.length < mostInterfaces) interfaces.push(described(body, littleEndian));
        break;
      }
      case block.enhancedPacket:
      case block.packet:
      case block.simplePacket: {
        const fixed = type === block.simplePacket ? 4 : 20;
        if (leftInBlock < fixed + 4) return sink.damaged({ kind: 'no-packet-header' });
        const header = viewOf(yield { take: fixed });
        leftInBlock -= fixed;
        const packet = packetHeader(type, header, littleEndian, interfaces);
        const kept = Math.min(packet.kept, leftInBlock - 4);
        const bytes = (yield { take: Math.min(kept, headerBytes) }).slice();
        leftInBlock -= bytes.length;
        yield { skip: padded(kept) - bytes.length };
        leftInBlock -= padded(kept) - bytes.length;
        const options = yield { take: Math.min(leftInBlock, longestDescription) };
        leftInBlock -= options.length;
        sink.frame({
          linkType: packet.source?.linkType ?? -1,
          bytes,
          wireLength: packet.wireLength,
          time: packet.time,
          interface: packet.source?.name ?? fileInterface,
          direction: type === block.enhancedPacket ? directionOf(options, littleEndian) : null,
        });
        break;
      }
      default:
    }
    yield { skip: leftInBlock };
  }
}

interface PacketHeader {
  readonly source: DescribedInterface | undefined;
  readonly kept: number;
  readonly wireLength: number;
  readonly time: () => string | null;
}

/**
 * Enhanced: interface, time (high, low), kept, on the wire. The obsolete packet block has 16 bits of interface and 16
 * of a drop count instead; the simple one only the length on the wire, and is of the first interface.
 */
function packetHeader(
  type: number,
  header: DataView,
  littleEndian: boolean,
  interfaces: readonly DescribedInterface[],
): PacketHeader {
  if (type === block.simplePacket) {
    const [source] = interfaces;
    const wireLength = header.getUint32(0, littleEndian);
    const limit = source === undefined || source.snapLength === 0 ? wireLength : source.snapLength;
    return { source, kept: Math.min(wireLength, limit), wireLength, time: () => null };
  }
  const id = type === block.packet ? header.getUint16(0, littleEndian) : header.getUint32(0, littleEndian);
  const source = interfaces[id];
  const ticks =
    (BigInt(header.getUint32(4, littleEndian)) << 32n) | BigInt(header.getUint32(8, littleEndian));
  return {
    source,
    kept: header.getUint32(12, littleEndian),
    wireLength: header.getUint32(16, littleEndian),
    time: () => (source === undefined ? null : ticksToTime(ticks, source)),
  };
}

function described(body: Uint8Array, littleEndian: boolean): DescribedInterface {
  if (body.length < 12) return { linkType: -1, name: null, snapLength: 0, unit: 6, offsetSeconds: 0n };
  const view = viewOf(body);
  const options = blockOptions(body.subarray(8, body.length - 4), littleEndian);
  const name = new TextDecoder().decode(options.get(2) ?? new Uint8Array(0)).replace(/\0.*$/s, '');
  const resolution = options.get(9)?.[0] ?? 6;
  const offset = options.get(14);
  return {
    linkType: view.getUint16(0, littleEndian),
    snapLength: view.getUint32(4, littleEndian),
    name: /^[\w.@:-]{1,64}$/.test(name) ? name : null,
    unit: resolution,
    offsetSeconds: offset?.length === 8 ? viewOf(offset).getBigInt64(0, littleEndian) : 0n,
  };
}

/** Bits 0 and 1 of the packet's flags (option 2): 1 inbound, 2 outbound. */
function directionOf(options: Uint8Array, littleEndian: boolean): Frame['direction'] {
  const flags = blockOptions(options, littleEndian).get(2);
  if (flags?.length !== 4) return null;
  const direction = viewOf(flags).getUint32(0, littleEndian) & 3;
  return direction === 1 ? 'in' : direction === 2 ? 'out' : null;
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** Null where neither order gives the byte-order magic. */
function orderOf(view: DataView, offset: number): boolean | null {
  if (view.getUint32(offset, true) === 0x1a2b3c4d) return true;
  return view.getUint32(offset, false) === 0x1a2b3c4d ? false : null;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
