import type { Chunks } from '../chunks.ts';
import { BrokenStream, damaged, truncated } from './broken-stream.ts';
import { type Decoder, littleEndian, type PackedInput } from './decoder.ts';
import { framesDecoded } from './frames.ts';

/**
 * The unpacked bytes of a Zstandard file (RFC 8878): frames one after another, skippable ones passed over. The checksum
 * that a frame ends with is compared, and the length that its header states.
 */
export function zstdDecoded(packed: Chunks): Chunks {
  return framesDecoded(packed, { name: 'Zstandard', magic: 0xfd2fb528, content: frameContent });
}

/** As much as zstd(1) itself takes without being asked to: `--long=27`. */
const largestWindowBytes = 128 << 20;
const rleBlock = 1;
const compressedBlock = 2;
const largestBlockBytes = 1 << 17;

async function* frameContent(decoder: Decoder, input: PackedInput): Chunks {
  const { compiled } = decoder;
  const header = await readFrameHeader(input);
  if (header.dictionary !== 0) throw new BrokenStream('unsupported', 'dictionary-missing');
  if (header.windowBytes > largestWindowBytes) throw new BrokenStream('limit', 'memory');
  let length = 0;
  compiled.zstdBegin(header.windowBytes);
  compiled.xxh64Begin();
  for (let isLast = false; !isLast;) {
    const fields = littleEndian(await input.take(3), 0, 3);
    isLast = (fields & 1) === 1;
    const type = (fields >> 1) & 3;
    const size = fields >> 3;
    if (type === 3 || size > largestBlockBytes) throw damaged('block-kind');
    const packed = type === rleBlock ? 1 : size;
    if ((await input.atLeast(packed)).length < packed) throw truncated();
    const result =
      type === rleBlock
        ? compiled.zstdRun(size)
        : type === compressedBlock
          ? compiled.zstdBlock(size)
          : compiled.zstdRaw(size);
    input.skip(packed);
    decoder.check(result, 'block');
    const chunk = decoder.output();
    compiled.xxh64Add(chunk.byteOffset, chunk.length);
    length += chunk.length;
    if (chunk.length > 0) yield chunk;
  }
  if (header.hasChecksum && littleEndian(await input.take(4), 0, 4) !== compiled.xxh64End() >>> 0)
    throw damaged('checksum');
  if (header.contentBytes !== null && header.contentBytes !== length) throw damaged('length-in-header');
}

interface FrameHeader {
  readonly windowBytes: number;
  readonly dictionary: number;
  /** Null where the frame does not say. */
  readonly contentBytes: number | null;
  readonly hasChecksum: boolean;
}

async function readFrameHeader(input: PackedInput): Promise<FrameHeader> {
  const descriptor = (await input.take(1))[0] ?? 0;
  if (descriptor & 8) throw damaged('frame-header');
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const windowBytes = isSingleSegment ? 0 : 1;
  const rest = await input.take(windowBytes + dictionaryBytes + sizeBytes);
  const stated = littleEndian(rest, rest.length - sizeBytes, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
  const window = rest[0] ?? 0;
  const windowBase = 2 ** (10 + (window >> 3));
  return {
    windowBytes: isSingleSegment ? stated : windowBase + (windowBase / 8) * (window & 7),
    dictionary: littleEndian(rest, windowBytes, dictionaryBytes),
    contentBytes: sizeBytes === 0 ? null : stated,
    hasChecksum: (descriptor & 4) !== 0,
  };
}
