import type { ByteCursor, Chunks } from './chunks.ts';
import { byteCursor, concatBytes } from './chunks.ts';
import type { Checksum } from './crc.ts';
import { crc32, crc64 } from './crc.ts';
import { Lzma2Decoder } from './lzma2.ts';
import { BrokenStream } from './unpacked.ts';

/**
 * The unpacked bytes of an .xz file (xz-file-format.txt 1.1): streams one after another with padding between, each of
 * blocks and an index. CRC-32 and CRC-64 are compared, block by block; the SHA-256 that `xz -C sha256` writes is not.
 */
export async function* xzDecoded(packed: Chunks): Chunks {
  const cursor = byteCursor(() => packed, false);
  try {
    for (let isFirst = true; ; isFirst = false) {
      const header = await streamHeader(cursor);
      if (header.length === 0 && !isFirst) return;
      yield* streamContent(cursor, header);
    }
  } finally {
    await cursor.close();
  }
}

const magic = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
/** The size of the check behind a block, by the stream's check type. */
const checkSizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
/** `xz -9` has 64 MiB; what asks for more than this was not made to be unpacked by everyone. */
const largestDictionaryBytes = 512 << 20;

/** The next stream's twelve bytes of header, after padding of zeros in fours; none at the end of the file. */
async function streamHeader(cursor: ByteCursor): Promise<Uint8Array> {
  for (;;) {
    const start = await cursor.take(4);
    if (start.length > 0 && start.every((byte) => byte === 0)) continue;
    return start.length === 0 ? start : concatBytes([start, await cursor.take(8)]);
  }
}

async function* streamContent(cursor: ByteCursor, header: Uint8Array): Chunks {
  if (header.length < 12) throw new BrokenStream('truncated', 'unexpected end');
  if (!magic.every((byte, index) => header[index] === byte) || !matches(header.subarray(6, 8), header, 8))
    throw new BrokenStream('damaged', 'no xz stream where one should begin');
  const checkType = (header[7] ?? 0) & 15;
  let blocks = 0;
  for (;;) {
    const sizeByte = (await takeExactly(cursor, 1))[0] ?? 0;
    if (sizeByte === 0) break;
    yield* blockContent(cursor, sizeByte, checkType);
    blocks++;
  }
  await readIndex(cursor, blocks);
}

async function* blockContent(cursor: ByteCursor, sizeByte: number, checkType: number): Chunks {
  const rest = await takeExactly(cursor, (sizeByte + 1) * 4 - 1);
  const header = Uint8Array.of(sizeByte, ...rest);
  const end = header.length - 4;
  if (!matches(header.subarray(0, end), header, end))
    throw new BrokenStream('damaged', 'a block header that is not as it was written');
  const decoder = new Lzma2Decoder(dictionaryBytes(header));
  const checksum = checkType === 1 ? crc32() : checkType === 4 ? crc64() : null;

  const from = cursor.position();
  yield* lzma2Content(cursor, decoder, checksum);
  const padding = (4 - ((cursor.position() - from) % 4)) % 4;
  await takeExactly(cursor, padding);
  const check = await takeExactly(cursor, checkSizes[checkType] ?? 0);
  if (checksum && !checksum.bytes().every((byte, index) => check[index] === byte))
    throw new BrokenStream('damaged', 'its checksum does not match');
}

async function* lzma2Content(cursor: ByteCursor, decoder: Lzma2Decoder, checksum: Checksum | null): Chunks {
  const broken = new BrokenStream('damaged', 'an LZMA2 chunk of no known kind');
  // What the next chunk must bring anew: at first all, after a stored chunk that reset the dictionary the properties.
  let needs: 'dictionary' | 'properties' | 'state' | 'nothing' = 'dictionary';
  for (;;) {
    const control = (await takeExactly(cursor, 1))[0] ?? 0;
    if (control === 0) return;
    let unpackedBytes: number;
    if (control < 0x80) {
      if (control > 2 || (needs === 'dictionary' && control !== 1)) throw broken;
      if (control === 1) {
        decoder.resetDictionary();
        needs = 'properties';
      }
      unpackedBytes = bigEndian(await takeExactly(cursor, 2)) + 1;
      decoder.store(await takeExactly(cursor, unpackedBytes));
    } else {
      const sizes = await takeExactly(cursor, 4);
      unpackedBytes = ((control & 0x1f) << 16) + bigEndian(sizes.subarray(0, 2)) + 1;
      const packedBytes = bigEndian(sizes.subarray(2)) + 1;
      const reset = (control >> 5) & 3;
      if (reset < { dictionary: 3, properties: 2, state: 1, nothing: 0 }[needs] || packedBytes < 5)
        throw broken;
      if (reset === 3) decoder.resetDictionary();
      if (reset >= 2) decoder.setProperties((await takeExactly(cursor, 1))[0] ?? 0);
      else if (reset === 1) decoder.resetState();
      needs = 'nothing';
      decoder.decode(await takeExactly(cursor, packedBytes), unpackedBytes);
    }
    for (const chunk of decoder.last(unpackedBytes)) {
      checksum?.add(chunk);
      yield chunk;
    }
  }
}

/** The dictionary size that a block's header asks for; its one filter must be LZMA2 (no BCJ or delta before it). */
function dictionaryBytes(header: Uint8Array): number {
  const flags = header[1] ?? 0;
  let at = 2;
  const skipNumber = (): void => {
    while ((header[at] ?? 0) & 0x80) at++;
    at++;
  };
  if (flags & 0x40) skipNumber();
  if (flags & 0x80) skipNumber();
  const bits = header[at + 2] ?? 0;
  if ((flags & 3) !== 0 || header[at] !== 0x21 || header[at + 1] !== 1 || bits > 40)
    throw new BrokenStream('damaged', 'a filter other than LZMA2, which is not supported');
  const bytes = bits === 40 ? 2 ** 32 - 1 : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11);
  if (bytes > largestDictionaryBytes)
    throw new BrokenStream('limit', 'it needs too much memory to be unpacked');
  return bytes;
}

/** The index behind the blocks, and the stream's footer: nothing that is not known, unless something is missing. */
async function readIndex(cursor: ByteCursor, blocks: number): Promise<void> {
  const from = cursor.position() - 1;
  const number = async (): Promise<number> => {
    let value = 0;
    for (let bits = 0; bits < 63; bits += 7) {
      const byte = (await takeExactly(cursor, 1))[0] ?? 0;
      value += (byte & 0x7f) * 2 ** bits;
      if (byte < 0x80) break;
    }
    return value;
  };
  if ((await number()) !== blocks) throw new BrokenStream('damaged', 'its index does not match its blocks');
  for (let record = 0; record < blocks * 2; record++) await number();
  await takeExactly(cursor, (4 - ((cursor.position() - from) % 4)) % 4);
  const footer = (await takeExactly(cursor, 4 + 12)).subarray(-2);
  if (footer[0] !== 0x59 || footer[1] !== 0x5a) throw new BrokenStream('damaged', 'its end mark is missing');
}

/** Whether the CRC-32 of `bytes` stands at `at`. */
function matches(bytes: Uint8Array, stored: Uint8Array, at: number): boolean {
  const checksum = crc32();
  checksum.add(bytes);
  return checksum.bytes().every((byte, index) => stored[at + index] === byte);
}

function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

async function takeExactly(cursor: ByteCursor, count: number): Promise<Uint8Array> {
  const bytes = await cursor.take(count);
  if (bytes.length < count) throw new BrokenStream('truncated', 'unexpected end');
  return bytes;
}
