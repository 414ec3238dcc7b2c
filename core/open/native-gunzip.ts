import type { Chunks } from './chunks.ts';
import { dropBytes } from './chunks.ts';
import type { OpenLimits } from './limits.ts';

/**
 * The unpacked bytes of a gzip file, as the platform unpacks it; the iteration fails where the file is damaged.
 * `mayReuse`: nobody keeps a chunk, so that its memory may be used again when the next one is asked for.
 */
export type Gunzip = (packed: Chunks, mayReuse: boolean) => Chunks;

/**
 * Unpacks with what the platform has, several times as fast as a decoder in JavaScript. Where that fails or unpacks too
 * much, `own` takes over from the same byte on: it knows what can still be read, and what to say of the damage.
 */
export async function* gunzippedBy(
  native: (packed: Chunks) => Chunks,
  packed: () => Chunks,
  limits: Pick<OpenLimits, 'unpackedBytes' | 'ratio' | 'ratioFromBytes'>,
  own: (packed: Chunks) => Chunks,
): Chunks {
  let packedBytes = 0;
  let unpackedBytes = 0;
  async function* counted(): Chunks {
    for await (const chunk of packed()) {
      packedBytes += chunk.length;
      yield chunk;
    }
  }
  let isTooMuch = false;
  try {
    for await (const chunk of native(counted())) {
      const all = unpackedBytes + chunk.length;
      isTooMuch =
        all > limits.unpackedBytes || (all > limits.ratioFromBytes && all > limits.ratio * packedBytes);
      if (isTooMuch) break;
      unpackedBytes = all;
      yield chunk;
    }
    if (!isTooMuch) return;
  } catch {
    // What is wrong with it, the own decoder says.
  }
  yield* dropBytes(own(packed()), unpackedBytes);
}
