/**
 * A pcapng file (IETF draft-ietf-opsawg-pcapng): a section header, an interface for each that packets came in by, then the
 * packets, each with a comment. All numbers are little-endian; times are microseconds since 1970.
 */
export interface CapturedPacket {
  /** What the interface is called: `eth0`, `gw-a eth0`. */
  readonly interface: string;
  /** Since 1970; NaN where nothing tells. */
  readonly seconds: number;
  /** From the Ethernet header on. */
  readonly bytes: Uint8Array;
  /** With all that is not here. */
  readonly wholeLength: number;
  readonly comment: string;
}

/** LINKTYPE_ETHERNET: libpcap reads no file with several interfaces whose packets begin with the IP header. */
const linkTypeEthernet = 1;
const option = { end: 0, comment: 1, interfaceName: 2, application: 4 } as const;

/** The file's blocks, one after the other. */
export function* pcapngFile(application: string, packets: Iterable<CapturedPacket>): Generator<Uint8Array> {
  yield block(
    0x0a0d0d0a,
    [numbers32(0x1a2b3c4d), numbers16(1, 0), numbers32(0xffffffff, 0xffffffff)],
    [[option.application, application]],
  );
  const interfaces = new Map<string, number>();
  for (const packet of packets) {
    let id = interfaces.get(packet.interface);
    if (id === undefined) {
      id = interfaces.size;
      interfaces.set(packet.interface, id);
      yield block(
        1,
        [numbers16(linkTypeEthernet, 0), numbers32(0)],
        [[option.interfaceName, packet.interface]],
      );
    }
    const { bytes, wholeLength, comment } = packet;
    const micros = Number.isNaN(packet.seconds) ? 0 : Math.max(0, Math.round(packet.seconds * 1e6));
    const time = numbers32(Math.floor(micros / 0x1_0000_0000), micros % 0x1_0000_0000);
    const lengths = numbers32(bytes.length, Math.max(bytes.length, wholeLength));
    yield block(6, [numbers32(id), time, lengths, padded(bytes)], [[option.comment, comment]]);
  }
}

function block(
  type: number,
  body: readonly Uint8Array[],
  options: readonly (readonly [code: number, text: string])[],
): Uint8Array {
  const parts = [
    ...body,
    ...options.filter(([, text]) => text !== '').flatMap(written),
    numbers16(option.end, 0),
  ];
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  return joined([numbers32(type, length), ...parts, numbers32(length)]);
}

function written([code, text]: readonly [number, string]): readonly Uint8Array[] {
  const bytes = new TextEncoder().encode(text).subarray(0, 0xffff);
  return [numbers16(code, bytes.length), padded(bytes)];
}

/** Blocks and options end at whole 32 bits. */
function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

function numbers32(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, i) => view.setUint32(i * 4, value, true));
  return new Uint8Array(view.buffer);
}

function numbers16(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, i) => view.setUint16(i * 2, value, true));
  return new Uint8Array(view.buffer);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
