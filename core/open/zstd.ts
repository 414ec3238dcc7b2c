import { Decompress } from 'fzstd';
import type { ByteCursor, Chunks } from './chunks.ts';
import { byteCursor } from './chunks.ts';
import { BrokenStream } from './unpacked.ts';

/**
 * The unpacked bytes of a Zstandard file (RFC 8878): frames one after another, skippable ones passed over. Each frame is
 * walked block by block here, so that a cut is found where it is and a header can't ask for any amount of memory; fzstd
 * decodes the blocks.
 */
export async function* zstdDecoded(packed: Chunks): Chunks {
  const cursor = byteCursor(() => packed, false);
  try {
    for (;;) {
      const magic = await cursor.take(4);
      if (magic.length === 0) return;
      if (magic.length < 4) throw new BrokenStream('truncated', 'unexpected end');
      const kind = littleEndian(magic, 0, 4);
      if (kind >>> 4 === skippableMagic)
        await skipExactly(cursor, littleEndian(await takeExactly(cursor, 4), 0, 4));
      else if (kind === frameMagic) yield* frameContent(cursor, magic);
      else throw new BrokenStream('damaged', 'no Zstandard frame where one should begin');
    }
  } finally {
    await cursor.close();
  }
}

const frameMagic = 0xfd2fb528;
/** 0x184D2A50 to 0x184D2A5F. */
const skippableMagic = 0x184d2a5;
/** As much as zstd(1) itself takes without being asked to: `--long=27`. */
const largestWindowBytes = 128 << 20;

async function* frameContent(cursor: ByteCursor, magic: Uint8Array): Chunks {
  let ready: Uint8Array[] = [];
  let contentBytes = 0;
  const decoder = new Decompress((chunk) => {
    contentBytes += chunk.length;
    ready.push(chunk);
  });
  const push = (bytes: Uint8Array, isLast = false): void => {
    try {
      decoder.push(bytes, isLast);
    } catch (error) {
      throw new BrokenStream('damaged', error instanceof Error ? error.message : 'unreadable');
    }
  };

  const header = await readFrameHeader(cursor);
  if (header.windowBytes > largestWindowBytes)
    throw new BrokenStream('limit', 'it needs more memory to unpack than zstd itself would take');
  push(magic);
  push(header.bytes);
  for (let isLast = false; !isLast;) {
    const blockHeader = await takeExactly(cursor, 3);
    const fields = littleEndian(blockHeader, 0, 3);
    isLast = (fields & 1) === 1;
    const type = (fields >> 1) & 3;
    const size = fields >> 3;
    if (type === 3 || (type !== rleBlock && size > largestBlockBytes))
      throw new BrokenStream('damaged', 'a block of no known kind');
    push(blockHeader);
    push(await takeExactly(cursor, type === rleBlock ? 1 : size));
    yield* ready;
    ready = [];
  }
  push(header.hasChecksum ? await takeExactly(cursor, 4) : new Uint8Array(0), true);
  yield* ready;
  if (header.contentBytes !== null && header.contentBytes !== contentBytes)
    throw new BrokenStream('damaged', 'its length is not the one that its header states');
}

const rleBlock = 1;
const largestBlockBytes = 1 << 17;

interface FrameHeader {
  /** As it stands in the file, without the magic. */
  readonly bytes: Uint8Array;
  readonly windowBytes: number;
  /** Null where the frame does not say. */
  readonly contentBytes: number | null;
  readonly hasChecksum: boolean;
}

async function readFrameHeader(cursor: ByteCursor): Promise<FrameHeader> {
  const descriptor = (await takeExactly(cursor, 1))[0] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const rest = await takeExactly(cursor, (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes);
  const sizeAt = rest.length - sizeBytes;
  const stated = littleEndian(rest, sizeAt, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
  const window = rest[0] ?? 0;
  const windowBase = 2 ** (10 + (window >> 3));
  return {
    bytes: Uint8Array.of(descriptor, ...rest),
    windowBytes: isSingleSegment ? stated : windowBase + (windowBase / 8) * (window & 7),
    contentBytes: sizeBytes === 0 ? null : stated,
    hasChecksum: (descriptor & 4) !== 0,
  };
}

function littleEndian(bytes: Uint8Array, from: number, count: number): number {
  return bytes.subarray(from, from + count).reduceRight((value, byte) => value * 256 + byte, 0);
}

async function takeExactly(cursor: ByteCursor, count: number): Promise<Uint8Array> {
  const bytes = await cursor.take(count);
  if (bytes.length < count) throw new BrokenStream('truncated', 'unexpected end');
  return bytes;
}

async function skipExactly(cursor: ByteCursor, count: number): Promise<void> {
  if ((await cursor.skip(count)) < count) throw new BrokenStream('truncated', 'unexpected end');
}
