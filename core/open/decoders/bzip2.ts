import type { StreamFaultKind } from '../../model/stream-fault.ts';
import type { Chunks } from '../chunks.ts';
import { damaged } from './broken-stream.ts';
import { type Decoder, type PackedInput, status, withDecoder } from './decoder.ts';

/**
 * The unpacked bytes of a bzip2 file: one stream or several one after another (as pbzip2 writes them). The checksums of
 * blocks and streams are compared.
 */
export function bzip2Decoded(packed: Chunks): Chunks {
  return withDecoder(packed, async function* (decoder, input) {
    for (let isFirst = true; ; isFirst = false) {
      const next = await input.atLeast(1);
      if (next.length === 0 && !isFirst) return;
      // bzip2(1) ignores what follows a stream and is none.
      if (!isFirst && next[0] !== 0x42) throw damaged('trailing-bytes', 'bzip2');
      await run(decoder, input, () => decoder.compiled.bzip2Header(), 'no-stream', 'bzip2');
      yield* streamContent(decoder, input);
    }
  });
}

async function* streamContent(decoder: Decoder, input: PackedInput): Chunks {
  const { compiled } = decoder;
  compiled.bzip2Begin();
  for (;;) {
    const result = await run(decoder, input, () => compiled.bzip2Block(), 'block');
    if (result === status.end) return;
    for (let given: number = status.full; given === status.full;) {
      given = compiled.bzip2Output();
      const chunk = decoder.output();
      if (chunk.length > 0) yield chunk;
      decoder.check(given, 'checksum');
    }
  }
}

/** Does a step, with as much input as it needs. */
async function run(
  decoder: Decoder,
  input: PackedInput,
  step: () => number,
  fault: StreamFaultKind,
  detail: string | null = null,
): Promise<number> {
  for (;;) {
    const result = step();
    decoder.check(result, fault, detail);
    if (result !== status.more) return result;
    await input.more();
  }
}
