import type { Chunks } from '../chunks.ts';

/** Undoes what a filter did to the bytes before they were compressed. */
export type Filter = (chunks: Chunks) => Chunks;

/**
 * The filters that xz(1) puts before LZMA2, by the number in a block's header (xz-file-format.txt 5.3); null for those
 * that are not read (IA-64, RISC-V, ...), and for properties that nobody writes.
 */
export function filterOf(id: number, properties: Uint8Array): Filter | null {
  if (id === 3) return properties.length === 1 ? delta((properties[0] ?? 0) + 1) : null;
  // A start that is not 0 is for pieces of a program.
  if (properties.some((byte) => byte !== 0)) return null;
  if (id === 4) return converted(x86(), 5);
  const words = wordFilters.get(id);
  return words === undefined ? null : converted(inWords(words), 4);
}

/** Every byte is the difference to the one `distance` before it. */
function delta(distance: number): Filter {
  return async function* (chunks) {
    const before = new Uint8Array(distance);
    let at = 0;
    for await (const chunk of chunks) {
      const bytes = chunk.slice();
      for (let i = 0; i < bytes.length; i++) {
        const byte = ((bytes[i] as number) + (before[at] as number)) & 255;
        bytes[i] = byte;
        before[at] = byte;
        if (++at === distance) at = 0;
      }
      yield bytes;
    }
  };
}

/** Changes the absolute addresses in `bytes`, which begin at `position`, back to relative ones; returns how many bytes are done. */
type Convert = (bytes: Uint8Array, position: number) => number;

/** Of what is not done, up to `width` bytes wait for those that follow; at the end they stay as they are. */
function converted(convert: Convert, width: number): Filter {
  return async function* (chunks) {
    let rest = new Uint8Array(0);
    let position = 0;
    for await (const chunk of chunks) {
      const bytes = new Uint8Array(rest.length + chunk.length);
      bytes.set(rest);
      bytes.set(chunk, rest.length);
      const done = bytes.length < width ? 0 : convert(bytes, position);
      position += done;
      rest = bytes.slice(done);
      if (done > 0) yield bytes.subarray(0, done);
    }
    if (rest.length > 0) yield rest;
  };
}

/** Changes one instruction, a word of four bytes at `at`, where it is a jump. */
type ConvertWord = (view: DataView, at: number, position: number) => void;

const wordFilters: ReadonlyMap<number, ConvertWord> = new Map([
  // PowerPC: `bl`, big-endian.
  [
    5,
    (view, at, position) => {
      const word = view.getUint32(at);
      if ((word & 0xfc000003) >>> 0 === 0x48000001)
        view.setUint32(at, 0x48000001 | (((word & 0x03fffffc) - position) & 0x03fffffc));
    },
  ],
  // ARM: `BL`, counted in words from two words on.
  [
    7,
    (view, at, position) => {
      if (view.getUint8(at + 3) !== 0xeb) return;
      const target = (view.getUint32(at, true) & 0xffffff) << 2;
      view.setUint32(at, (0xeb000000 | (((target - position - 8) >>> 2) & 0xffffff)) >>> 0, true);
    },
  ],
]);

function inWords(convertWord: ConvertWord): Convert {
  return (bytes, position) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = bytes.length & ~3;
    for (let at = 0; at < end; at += 4) convertWord(view, at, (position + at) >>> 0);
    return end;
  };
}

/**
 * x86: E8 and E9, CALL and JMP, with addresses of 25 bits, whose highest byte is 00 or FF. One that begins within three bytes
 * after another's opcode was changed only in certain places; `opcodes` has a bit for each of those bytes that was one.
 */
function x86(): Convert {
  const isHigh = (byte: number): boolean => byte === 0 || byte === 255;
  let opcodes = 0;
  return (bytes, position) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = bytes.length - 4;
    let last = -1;
    let at = 0;
    for (; at < end; at++) {
      if (((bytes[at] as number) & 0xfe) !== 0xe8) continue;
      const distance = at - last;
      last = at;
      opcodes = distance > 3 ? 0 : (opcodes << (distance - 1)) & 7;
      const overlap = opcodes === 0 ? 0 : 32 - Math.clz32(opcodes);
      if (opcodes !== 0) {
        const isAllowed = opcodes === 1 || opcodes === 2 || opcodes === 4;
        if (!isAllowed || isHigh(bytes[at + 4 - overlap] as number)) {
          opcodes = (opcodes << 1) | 1;
          continue;
        }
      }
      if (!isHigh(bytes[at + 4] as number)) {
        opcodes = (opcodes << 1) | 1;
        continue;
      }
      const here = (position + at + 5) >>> 0;
      let target = view.getUint32(at + 1, true);
      let relative = (target - here) >>> 0;
      while (opcodes !== 0 && isHigh((relative >>> (24 - overlap * 8)) & 255)) {
        target = (relative ^ (2 ** (32 - overlap * 8) - 1)) >>> 0;
        relative = (target - here) >>> 0;
      }
      relative &= 0x01ffffff;
      view.setUint32(at + 1, (relative | -(relative & 0x01000000)) >>> 0, true);
      at += 4;
    }
    const distance = at - last;
    opcodes = distance > 3 ? 0 : opcodes << (distance - 1);
    return at;
  };
}
