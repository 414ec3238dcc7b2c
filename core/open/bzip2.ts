import type { ByteCursor, Chunks } from './chunks.ts';
import { byteCursor } from './chunks.ts';
import { decodeBlock } from './bzip2-block.ts';
import { BitReader } from './bit-reader.ts';
import { BrokenStream } from './unpacked.ts';

/** The unpacked bytes of a bzip2 file: one stream or several one after another (as pbzip2 writes them). */
export async function* bzip2Decoded(packed: Chunks): Chunks {
  const cursor = byteCursor(() => packed, false);
  try {
    const bits = new BitReader();
    await refill(cursor, bits);
    for (let isFirst = true; isFirst || bits.bytesLeft() > 0; isFirst = false)
      yield* streamContent(cursor, bits);
  } finally {
    await cursor.close();
  }
}

/** A block is at most 900,000 symbols of at most 20 bits, and its tables: with so much at hand it is all there. */
const blockBytes = 5 << 19;

async function refill(cursor: ByteCursor, bits: BitReader): Promise<void> {
  if (bits.bytesLeft() < blockBytes) bits.append(await cursor.take(blockBytes));
}

async function* streamContent(cursor: ByteCursor, bits: BitReader): Chunks {
  const isStream = bits.take(8) === 0x42 && bits.take(8) === 0x5a && bits.take(8) === 0x68;
  const level = bits.take(8) - 0x30;
  if (!isStream || level < 1 || level > 9)
    throw new BrokenStream('damaged', 'no bzip2 stream where one should begin');
  for (;;) {
    await refill(cursor, bits);
    const magic = bits.take(24) * 2 ** 24 + bits.take(24);
    if (magic === endMagic) break;
    if (magic !== blockMagic) throw new BrokenStream('damaged', 'no block where one should begin');
    yield* decodeBlock(bits, level * 100_000);
  }
  bits.take(32);
  bits.toNextByte();
  await refill(cursor, bits);
}

/** The digits of pi, and of its square root. */
const blockMagic = 0x314159265359;
const endMagic = 0x177245385090;
