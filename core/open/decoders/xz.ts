import type { Chunks } from '../chunks.ts';
import { BrokenStream, damaged } from './broken-stream.ts';
import { type Decoder, littleEndian, type PackedInput, withDecoder } from './decoder.ts';
import { largestDictionaryBytes } from './lzma-alone.ts';
import { lzma2Content } from './lzma2.ts';
import { type Filter, filterOf } from './xz-filters.ts';

/**
 * The unpacked bytes of an .xz file (xz-file-format.txt 1.1): streams one after another with padding between, each of
 * blocks and an index. Every block's check is compared, whatever its kind.
 */
export function xzDecoded(packed: Chunks): Chunks {
  return withDecoder(packed, async function* (decoder, input) {
    for (let isFirst = true; ; isFirst = false) {
      const isStream = await skipPadding(input, isFirst);
      if (!isStream) return;
      yield* streamContent(decoder, input);
    }
  });
}

const magic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
/** The size of the check after a block, by the stream's check type. */
const checkSizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/** Of blocks of a megabyte, this is a terabyte. */
const mostBlocks = 1 << 20;

/** Passes over the zeros between streams, four at a time; whether a stream follows. */
async function skipPadding(input: PackedInput, isFirst: boolean): Promise<boolean> {
  for (;;) {
    const next = await input.atLeast(4);
    if (next.length === 0 && !isFirst) return false;
    if (next.length < 4 || isFirst || next.some((byte) => byte !== 0)) return true;
    input.skip(4);
  }
}

async function* streamContent(decoder: Decoder, input: PackedInput): Chunks {
  const header = await input.take(12);
  if (
    !magic.every((byte, index) => header[index] === byte) ||
    !matches(decoder, header.subarray(6, 8), header, 8)
  )
    throw damaged('no-stream', 'xz');
  const checkType = (header[7] ?? 0) & 15;
  const blocks: Block[] = [];
  for (;;) {
    const sizeByte = (await input.take(1))[0] ?? 0;
    if (sizeByte === 0) break;
    const block: Block = { packed: 0, unpacked: 0 };
    yield* blockContent(decoder, input, sizeByte, checkType, block);
    if (blocks.push(block) > mostBlocks) throw new BrokenStream('limit', 'block-count', mostBlocks);
  }
  await readIndex(decoder, input, blocks);
  const footer = await input.take(12);
  const isFooter =
    footer[10] === 0x59 && footer[11] === 0x5a && footer[8] === header[6] && footer[9] === header[7];
  if (!isFooter || !matches(decoder, footer.subarray(4, 10), footer, 0)) throw damaged('end-mark');
}

/** Sizes as the index states them: without padding, with header and check. */
interface Block {
  packed: number;
  unpacked: number;
}

async function* blockContent(
  decoder: Decoder,
  input: PackedInput,
  sizeByte: number,
  checkType: number,
  block: Block,
): Chunks {
  const header = Uint8Array.of(sizeByte, ...(await input.take((sizeByte + 1) * 4 - 1)));
  const end = header.length - 4;
  if (!matches(decoder, header.subarray(0, end), header, end)) throw damaged('block-header');
  const { filters, dictionaryBytes, packedBytes, unpackedBytes } = readBlockHeader(header.subarray(0, end));
  const check = checkOf(decoder, checkType);
  let packed = 0;
  const content = lzma2Content(decoder, input, dictionaryBytes, (bytes) => (packed += bytes));
  // The filter that was put on last is taken off first.
  const unfiltered = filters.reduceRight((chunks, filter) => filter(chunks), content);
  for await (const chunk of unfiltered) {
    check.add(chunk);
    block.unpacked += chunk.length;
    yield chunk;
  }
  if ((packedBytes ?? packed) !== packed || (unpackedBytes ?? block.unpacked) !== block.unpacked)
    throw damaged('length-in-header');
  await input.take((4 - (packed % 4)) % 4);
  const checkBytes = checkSizes[checkType] ?? 0;
  const stated = await input.take(checkBytes);
  if (!check.end().every((byte, index) => stated[index] === byte)) throw damaged('checksum');
  block.packed = header.length + packed + checkBytes;
}

interface BlockHeader {
  readonly filters: readonly Filter[];
  readonly dictionaryBytes: number;
  readonly packedBytes: number | null;
  readonly unpackedBytes: number | null;
}

function readBlockHeader(header: Uint8Array): BlockHeader {
  const flags = header[1] ?? 0;
  let at = 2;
  const number = (): number => {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const byte = header[at++] ?? 0;
      value += (byte & 0x7f) * place;
      if (byte < 0x80 || place > 2 ** 53) return value;
    }
  };
  const packedBytes = flags & 0x40 ? number() : null;
  const unpackedBytes = flags & 0x80 ? number() : null;
  const filters: Filter[] = [];
  for (let left = flags & 3; left > 0; left--) {
    const id = number();
    const size = number();
    const filter = filterOf(id, header.subarray(at, at + size));
    if (filter === null) throw new BrokenStream('unsupported', 'filter', id);
    filters.push(filter);
    at += size;
  }
  if (number() !== 0x21 || number() !== 1) throw new BrokenStream('unsupported', 'last-filter');
  const bits = header[at] ?? 0;
  if (bits > 40) throw damaged('dictionary-size');
  const dictionaryBytes = bits === 40 ? 2 ** 32 - 1 : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
  if (dictionaryBytes > largestDictionaryBytes) throw new BrokenStream('limit', 'memory');
  return { filters, dictionaryBytes, packedBytes, unpackedBytes };
}

interface Check {
  add(chunk: Uint8Array): void;
  /** The check as it is stored; none where the stream has none that is known. */
  end(): readonly number[];
}

function checkOf(decoder: Decoder, type: number): Check {
  const { compiled } = decoder;
  if (type === 1) {
    let sum = 0;
    return {
      add: (chunk) => (sum = decoder.crc32(sum, chunk)),
      end: () => wordBytes(BigInt(sum >>> 0), 4),
    };
  }
  if (type === 4) {
    let sum = 0n;
    return {
      add: (chunk) => (sum = compiled.crc64(sum, decoder.place(chunk), chunk.length)),
      end: () => wordBytes(BigInt.asUintN(64, sum), 8),
    };
  }
  if (type === 10) {
    compiled.sha256Begin();
    return {
      add: (chunk) => compiled.sha256Add(decoder.place(chunk), chunk.length),
      end: () => [...new Uint8Array(compiled.memory.buffer, compiled.sha256End(), 32)],
    };
  }
  return { add: () => {}, end: () => [] };
}

function wordBytes(value: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, byte) => Number((value >> BigInt(byte * 8)) & 255n));
}

/** The index after the blocks: what is known of each of them, and a checksum. */
async function readIndex(decoder: Decoder, input: PackedInput, blocks: readonly Block[]): Promise<void> {
  const bytes: number[] = [0];
  const number = async (): Promise<number> => {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const byte = (await input.take(1))[0] ?? 0;
      bytes.push(byte);
      value += (byte & 0x7f) * place;
      if (byte < 0x80 || place > 2 ** 53) return value;
    }
  };
  const mismatch = damaged('index');
  if ((await number()) !== blocks.length) throw mismatch;
  for (const { packed, unpacked } of blocks)
    if ((await number()) !== packed || (await number()) !== unpacked) throw mismatch;
  while (bytes.length % 4 !== 0) bytes.push((await input.take(1))[0] ?? 0);
  if (!matches(decoder, Uint8Array.from(bytes), await input.take(4), 0)) throw mismatch;
}

/** Whether the CRC-32 of `bytes` stands at `at`. */
function matches(decoder: Decoder, bytes: Uint8Array, stored: Uint8Array, at: number): boolean {
  return littleEndian(stored, at, 4) === decoder.crc32(0, bytes);
}
