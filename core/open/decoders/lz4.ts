import type { Chunks } from '../chunks.ts';
import { BrokenStream, damaged, truncated } from './broken-stream.ts';
import { type Decoder, littleEndian, type PackedInput } from './decoder.ts';
import { framesDecoded } from './frames.ts';

/** The unpacked bytes of an .lz4 file (lz4_Frame_format.md): frames one after another; their checksums are compared. */
export function lz4Decoded(packed: Chunks): Chunks {
  return framesDecoded(packed, { name: 'LZ4', magic: 0x184d2204, content: frameContent });
}

async function* frameContent(decoder: Decoder, input: PackedInput): Chunks {
  const { compiled } = decoder;
  const header = await readHeader(decoder, input);
  let length = 0;
  let sum: number | null = null;
  compiled.lz4Begin();
  // The checksums of blocks begin anew within that of the content: only one kind is compared.
  if (!header.sumsBlocks) compiled.xxh32Begin();
  for (;;) {
    const field = littleEndian(await input.take(4), 0, 4);
    if (field === 0) break;
    const size = field % 2 ** 31;
    if (size > header.blockBytes) throw damaged('block-size');
    if ((await input.atLeast(size)).length < size) throw truncated();
    if (header.sumsBlocks) {
      compiled.xxh32Begin();
      compiled.xxh32Add(compiled.inputAt(), size);
      sum = compiled.xxh32End() >>> 0;
    }
    if (!header.isLinked) compiled.lz4Forget();
    const result = field >= 2 ** 31 ? compiled.lz4Stored(size) : compiled.lz4Block(size, header.blockBytes);
    decoder.check(result, 'block');
    input.skip(size);
    if (sum !== null && littleEndian(await input.take(4), 0, 4) !== sum) throw damaged('checksum');
    const chunk = decoder.output();
    if (!header.sumsBlocks) compiled.xxh32Add(chunk.byteOffset, chunk.length);
    length += chunk.length;
    if (chunk.length > 0) yield chunk;
  }
  if (header.sumsContent) {
    const stated = littleEndian(await input.take(4), 0, 4);
    if (!header.sumsBlocks && stated !== compiled.xxh32End() >>> 0) throw damaged('checksum');
  }
  if (header.contentBytes !== null && header.contentBytes !== length) throw damaged('length-in-header');
}

interface FrameHeader {
  readonly isLinked: boolean;
  readonly sumsBlocks: boolean;
  readonly sumsContent: boolean;
  readonly contentBytes: number | null;
  readonly blockBytes: number;
}

async function readHeader({ compiled }: Decoder, input: PackedInput): Promise<FrameHeader> {
  const [flags = 0, sizes = 0] = (await input.atLeast(2)).slice();
  const sizeBytes = flags & 8 ? 8 : 0;
  const bytes = 2 + sizeBytes + (flags & 1 ? 4 : 0);
  if ((await input.atLeast(bytes + 1)).length < bytes + 1) throw truncated();
  compiled.xxh32Begin();
  compiled.xxh32Add(compiled.inputAt(), bytes);
  const sum = (compiled.xxh32End() >>> 8) & 255;
  const header = await input.take(bytes + 1);
  const blockSize = (sizes >> 4) & 7;
  if (flags >> 6 !== 1 || blockSize < 4 || header[bytes] !== sum) throw damaged('frame-header');
  if (flags & 1) throw new BrokenStream('unsupported', 'dictionary-missing');
  return {
    isLinked: (flags & 0x20) === 0,
    sumsBlocks: (flags & 0x10) !== 0,
    sumsContent: (flags & 4) !== 0,
    contentBytes: sizeBytes === 0 ? null : littleEndian(header, 2, 8),
    blockBytes: 2 ** (8 + 2 * blockSize),
  };
}
