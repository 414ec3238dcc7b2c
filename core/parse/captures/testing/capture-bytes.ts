/** An Ethernet frame of that EtherType. */
export function ethernet(etherType: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(14 + payload.length);
  frame.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, etherType >> 8, etherType & 255]);
  frame.set(payload, 14);
  return frame;
}

/** 2026-11-21T07:53:14.218358Z, the time of every packet. */
const seconds = 1795247594;
const microseconds = 218358;

/** The bytes of a pcap file. */
export function pcap(
  packets: readonly Uint8Array[],
  { linkType = 1, littleEndian = true, nanoseconds = false } = {},
): Uint8Array {
  const out = new Writer(littleEndian);
  out
    .u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4)
    .u16(2)
    .u16(4)
    .u32(0)
    .u32(0)
    .u32(262144)
    .u32(linkType);
  for (const data of packets) {
    out.u32(seconds).u32(nanoseconds ? microseconds * 1000 : microseconds);
    out.u32(data.length).u32(data.length).bytes(data);
  }
  return out.finish();
}

/** A block after the section header. */
export type BlockSpec =
  | { readonly kind: 'interface'; readonly name: string }
  | {
      readonly kind: 'enhanced';
      readonly interface: number;
      readonly data: Uint8Array;
      readonly flags: number;
    }
  | { readonly kind: 'obsolete'; readonly interface: number; readonly data: Uint8Array }
  | { readonly kind: 'simple'; readonly data: Uint8Array };

/** The bytes of a pcapng section; interfaces count microseconds. */
export function pcapng(blocks: readonly BlockSpec[], littleEndian = true): Uint8Array {
  const out = new Writer(littleEndian);
  const ticks = BigInt(seconds) * 1_000_000n + BigInt(microseconds);
  const high = Number(ticks >> 32n);
  const low = Number(ticks & 0xffffffffn);
  const block = (type: number, body: (into: Writer) => void): void => {
    const inner = new Writer(littleEndian);
    body(inner);
    const bytes = inner.finish();
    out
      .u32(type)
      .u32(bytes.length + 12)
      .bytes(bytes)
      .u32(bytes.length + 12);
  };
  block(0x0a0d0d0a, (into) => into.u32(0x1a2b3c4d).u16(1).u16(0).u32(0xffffffff).u32(0xffffffff));
  for (const each of blocks) {
    switch (each.kind) {
      case 'interface': {
        const name = new TextEncoder().encode(each.name);
        block(1, (into) => {
          into.u16(1).u16(0).u32(262144);
          into.u16(2).u16(name.length).bytes(name).pad().u16(9).u16(1).bytes(Uint8Array.of(6)).pad().u32(0);
        });
        break;
      }
      case 'enhanced':
        block(6, (into) => {
          into.u32(each.interface).u32(high).u32(low).u32(each.data.length).u32(each.data.length);
          into.bytes(each.data).pad().u16(2).u16(4).u32(each.flags).u32(0);
        });
        break;
      case 'obsolete':
        block(2, (into) => {
          into.u16(each.interface).u16(0).u32(high).u32(low).u32(each.data.length).u32(each.data.length);
          into.bytes(each.data).pad();
        });
        break;
      case 'simple':
        block(3, (into) => into.u32(each.data.length).bytes(each.data).pad());
    }
  }
  return out.finish();
}

/** Writes numbers in one byte order. */
class Writer {
  readonly #out: number[] = [];
  readonly #littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  u16(value: number): this {
    return this.#number(value, 2);
  }

  u32(value: number): this {
    return this.#number(value, 4);
  }

  bytes(data: Uint8Array): this {
    this.#out.push(...data);
    return this;
  }

  /** To a multiple of 4. */
  pad(): this {
    while (this.#out.length % 4 !== 0) this.#out.push(0);
    return this;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#out);
  }

  #number(value: number, size: number): this {
    const bytes = Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) % 256);
    return this.bytes(Uint8Array.from(this.#littleEndian ? bytes : bytes.reverse()));
  }
}
