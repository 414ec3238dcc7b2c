import type { Chunks } from '../chunks.ts';
import { damaged, truncated } from './broken-stream.ts';
import { type Decoder, littleEndian, type PackedInput, withDecoder } from './decoder.ts';

/** How the frames of a format are told and read: those that begin with `magic`, least significant byte first. */
export interface FrameFormat {
  readonly name: string;
  readonly magic: number;
  /** What a frame holds, from after its magic number to its end. */
  content(decoder: Decoder, input: PackedInput): Chunks;
}

/**
 * The unpacked bytes of frames one after another. LZ4 and Zstandard have the same skippable frames between them
 * (lz4_Frame_format.md; RFC 8878, section 3.1.2): a magic number, a length of four bytes, and that many bytes of anything.
 */
export function framesDecoded(packed: Chunks, { name, magic, content }: FrameFormat): Chunks {
  return withDecoder(packed, async function* (decoder, input) {
    for (let isFirst = true; ; isFirst = false) {
      const start = await input.atLeast(4);
      if (start.length === 0 && !isFirst) return;
      if (start.length < 4) throw truncated();
      const begun = littleEndian(start, 0, 4);
      input.skip(4);
      if (begun >>> 4 === skippableMagic) await skip(input, littleEndian(await input.take(4), 0, 4));
      else if (begun === magic) yield* content(decoder, input);
      else throw damaged('no-stream', name);
    }
  });
}

/** 0x184D2A50 to 0x184D2A5F. */
const skippableMagic = 0x184d2a5;

async function skip(input: PackedInput, count: number): Promise<void> {
  for (let left = count; left > 0;) left -= (await input.take(Math.min(left, 1 << 16))).length;
}
