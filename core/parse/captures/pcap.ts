import type { ByteReader } from './byte-feed.ts';
import type { FrameSink } from './frame.ts';
import { headerBytes, isoTime, longestPacket } from './frame.ts';

/** The magic numbers of a pcap file: with micro- and nanoseconds, in the order of the machine that wrote it. */
const microseconds = 0xa1b2c3d4;
const nanoseconds = 0xa1b23c4d;

/** Whether these are the first bytes of a pcap file. */
export function isPcap(head: Uint8Array): boolean {
  return head.length >= 24 && byteOrder(head) !== null;
}

/**
 * The packets of a pcap file (pcap-savefile(5)): a header of 24 bytes (magic, version, ..., snap length, link type),
 * then for each packet 16 bytes (seconds, fraction, bytes kept, bytes on the wire) and the bytes.
 */
export function* readPcap(fileInterface: string | null, sink: FrameSink): ByteReader {
  const header = yield { take: 24 };
  const order = byteOrder(header);
  if (order === null) return sink.damaged({ kind: 'no-header' });
  const { littleEndian, digits } = order;
  // The upper bits tell the length of a frame check sequence.
  const linkType = viewOf(header).getUint32(20, littleEndian) & 0x0fffffff;
  for (;;) {
    const record = viewOf(yield { take: 16 });
    const seconds = record.getUint32(0, littleEndian);
    const fraction = record.getUint32(4, littleEndian);
    const kept = record.getUint32(8, littleEndian);
    const wireLength = record.getUint32(12, littleEndian);
    if (kept > longestPacket) return sink.damaged({ kind: 'packet-size', bytes: kept });
    const bytes = yield { take: Math.min(kept, headerBytes) };
    sink.frame({
      linkType,
      bytes,
      wireLength,
      time: () => isoTime(seconds, String(fraction).padStart(digits, '0').slice(0, digits)),
      interface: fileInterface,
      direction: null,
    });
    yield { skip: kept - bytes.length };
  }
}

/** How the file writes its numbers, and how many digits the fraction of a second has. */
function byteOrder(head: Uint8Array): { littleEndian: boolean; digits: 6 | 9 } | null {
  const view = viewOf(head);
  for (const littleEndian of [true, false]) {
    const magic = view.getUint32(0, littleEndian);
    if (magic === microseconds) return { littleEndian, digits: 6 };
    if (magic === nanoseconds) return { littleEndian, digits: 9 };
  }
  return null;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
