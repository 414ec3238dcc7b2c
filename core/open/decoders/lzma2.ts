import type { Chunks } from '../chunks.ts';
import { damaged, truncated } from './broken-stream.ts';
import type { Decoder, PackedInput } from './decoder.ts';

/** The unpacked bytes of the LZMA2 chunks that stand next in the input, up to the byte that ends them. */
export async function* lzma2Content(
  decoder: Decoder,
  input: PackedInput,
  dictionaryBytes: number,
  onPacked: (bytes: number) => void,
): Chunks {
  const { compiled } = decoder;
  compiled.lzmaBegin(dictionaryBytes);
  const take = async (bytes: number): Promise<Uint8Array> => {
    const taken = await input.take(bytes);
    onPacked(bytes);
    return taken;
  };
  // What the next chunk must bring anew: at first all, after a stored chunk that reset the dictionary the properties.
  let needs: keyof typeof resets = 'dictionary';
  for (;;) {
    const control = (await take(1))[0] ?? 0;
    if (control === 0) return;
    if (control < 0x80) {
      if (control > 2 || (needs === 'dictionary' && control !== 1)) throw unknownChunk();
      if (control === 1) {
        compiled.lzmaResetDictionary();
        needs = 'properties';
      }
      const bytes = bigEndian(await take(2), 0) + 1;
      const { length } = await input.atLeast(bytes);
      decoder.check(compiled.lzmaStore(length), 'chunk');
      input.skip(length);
      onPacked(length);
      yield decoder.output();
      if (length < bytes) throw truncated();
      continue;
    }
    const sizes = await take(4);
    const unpackedBytes = ((control & 0x1f) << 16) + bigEndian(sizes, 0) + 1;
    const packedBytes = bigEndian(sizes, 2) + 1;
    const reset = (control >> 5) & 3;
    if (reset < resets[needs]) throw unknownChunk();
    if (reset === 3) compiled.lzmaResetDictionary();
    if (reset >= 2) {
      if (!compiled.lzmaSetProperties((await take(1))[0] ?? 0)) throw damaged('properties');
    } else if (reset === 1) compiled.lzmaResetState();
    needs = 'nothing';
    const { length } = await input.atLeast(packedBytes);
    const next = compiled.inputAt() + length;
    const result = compiled.lzmaChunk(length, unpackedBytes, length < packedBytes ? 1 : 0);
    compiled.consumeTo(next);
    onPacked(length);
    const chunk = decoder.output();
    if (chunk.length > 0) yield chunk;
    decoder.check(result, 'chunk');
  }
}

/** What a chunk resets, by the two bits of its control byte. */
const resets = { nothing: 0, state: 1, properties: 2, dictionary: 3 } as const;

function unknownChunk() {
  return damaged('chunk-kind');
}

function bigEndian(bytes: Uint8Array, from: number): number {
  return (bytes[from] ?? 0) * 256 + (bytes[from + 1] ?? 0);
}
