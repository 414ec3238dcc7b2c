import type { Chunks } from '../chunks.ts';
import { BrokenStream, damaged, truncated } from './broken-stream.ts';
import { littleEndian, status, withDecoder } from './decoder.ts';

/** The unpacked bytes of an .lzma file, as `xz --format=lzma` writes it: one stream of LZMA, without any checksum. */
export function lzmaDecoded(packed: Chunks): Chunks {
  return withDecoder(packed, async function* (decoder, input) {
    const { compiled } = decoder;
    const header = await input.take(13);
    const dictionaryBytes = littleEndian(header, 1, 4);
    if (dictionaryBytes > largestDictionaryBytes) throw new BrokenStream('limit', 'memory');
    if (!compiled.lzmaSetProperties(header[0] ?? 0)) throw damaged('properties');
    compiled.lzmaBegin(dictionaryBytes);
    const isSizeKnown = header.subarray(5).some((byte) => byte !== 0xff);
    let left = isSizeKnown ? BigInt(littleEndian(header, 5, 8)) : 2n ** 62n;
    while (left > 0n) {
      const result = compiled.lzmaStep(left);
      const chunk = decoder.output();
      left -= BigInt(chunk.length);
      if (chunk.length > 0) yield chunk;
      if (result === status.end && (!isSizeKnown || left === 0n)) return;
      if (result === status.end) throw damaged('length-in-header');
      if (result === status.more) await input.more();
      if (result === status.truncated) throw truncated();
      decoder.check(result, 'data', 'LZMA');
    }
  });
}

/** `xz -9` has 64 MiB; what asks for more than this was not made to be unpacked by everyone. */
export const largestDictionaryBytes = 512 << 20;
