import type { Chunks } from '../chunks.ts';
import { damaged, truncated } from './broken-stream.ts';
import { type Decoder, littleEndian, type PackedInput, status, withDecoder } from './decoder.ts';

/** The unpacked bytes of a raw deflate stream (RFC 1951), as zip entries hold it. */
export function inflated(packed: Chunks): Chunks {
  return withDecoder(packed, async function* (decoder, input) {
    decoder.compiled.inflateBegin();
    yield* inflatedFrom(decoder, input);
  });
}

/** The unpacked bytes of a gzip file (RFC 1952), member by member; their checksums and lengths are compared. */
export function gunzipped(packed: Chunks): Chunks {
  return withDecoder(packed, async function* (decoder, input) {
    for (let isFirst = true; ; isFirst = false) {
      if (!isFirst && !(await isMemberNext(input))) return;
      await skipMemberHeader(input);
      yield* memberContent(decoder, input);
    }
  });
}

/** Whether a member follows; gzip(1) passes over zeros that a tape's blocks are filled with, and over other bytes with a warning. */
async function isMemberNext(input: PackedInput): Promise<boolean> {
  if (!(await input.skipTo((byte) => byte !== 0))) return false;
  const next = await input.atLeast(2);
  if (next[0] === 0x1f && (next.length < 2 || next[1] === 0x8b)) return true;
  throw damaged('trailing-bytes', 'gzip');
}

async function skipMemberHeader(input: PackedInput): Promise<void> {
  const header = await input.take(10);
  const flags = header[3] ?? 0;
  if (header[0] !== 0x1f || header[1] !== 0x8b || header[2] !== 8 || (flags & 0xe0) !== 0)
    throw damaged('no-stream', 'gzip');
  if (flags & 4) {
    for (let left = littleEndian(await input.take(2), 0, 2); left > 0;) {
      const { length } = await input.take(Math.min(left, 1 << 12));
      left -= length;
    }
  }
  for (const flag of [8, 16]) if (flags & flag) await skipText(input);
  if (flags & 2) await input.take(2);
}

/** A name or comment, which ends with a zero. */
async function skipText(input: PackedInput): Promise<void> {
  if (!(await input.skipTo((byte) => byte === 0))) throw truncated();
  input.skip(1);
}

async function* memberContent(decoder: Decoder, input: PackedInput): Chunks {
  const { compiled } = decoder;
  let sum = 0;
  let length = 0;
  compiled.inflateBegin();
  for await (const chunk of inflatedFrom(decoder, input)) {
    sum = compiled.crc32(sum, chunk.byteOffset, chunk.length) >>> 0;
    length = (length + chunk.length) % 2 ** 32;
    yield chunk;
  }
  const trailer = await input.take(8);
  if (littleEndian(trailer, 0, 4) !== sum) throw damaged('checksum');
  if (littleEndian(trailer, 4, 4) !== length) throw damaged('length-in-trailer');
}

async function* inflatedFrom(decoder: Decoder, input: PackedInput): Chunks {
  for (;;) {
    const result = decoder.compiled.inflateStep();
    const chunk = decoder.output();
    if (chunk.length > 0) yield chunk;
    if (result === status.end) return;
    if (result === status.more) await input.more();
    if (result === status.truncated) throw truncated();
    decoder.check(result, 'data', 'deflate');
  }
}
