import type { ByteCursor, Chunks } from './chunks.ts';
import { byteCursor, concatBytes, dropBytes } from './chunks.ts';
import { bzip2Decoded } from './bzip2.ts';
import type { Compression } from './container.ts';
import { compressionOf, containerHeadBytes, containerOf } from './container.ts';
import { gunzipped } from './inflate.ts';
import { gunzippedBy } from './native-gunzip.ts';
import { unpackTar } from './open-tar.ts';
import type { Decode } from './unpacked.ts';
import { unpacked } from './unpacked.ts';
import type { OpenFile, Unpacking } from './unpacking.ts';
import { xzDecoded } from './xz.ts';
import { zstdDecoded } from './zstd.ts';

/** How each compression is undone. */
export const decoders: Readonly<Record<Compression, Decode>> = {
  gzip: gunzipped,
  xz: xzDecoded,
  zstd: zstdDecoded,
  bzip2: bzip2Decoded,
};

/**
 * Opens a compressed file: the tar in it, or the one file that it is, which keeps the path of the `.gz` as the user
 * knows it. A `.tar.gz` counts as one archive, not as two.
 */
export async function openCompressed(
  compression: Compression,
  file: OpenFile,
  nesting: number,
  unpacking: Unpacking,
): Promise<void> {
  const { limits, gunzip } = unpacking;
  let isDamaged = false;
  const content = (unpackedBytes: number, mayReuse = false): Chunks => {
    const own = (packed: Chunks): Chunks =>
      unpacked(packed, decoders[compression], { ...limits, unpackedBytes }, (damage) => {
        isDamaged = true;
        unpacking.reportDamage(file.path, damage);
      });
    const packed = (): Chunks => file.chunks(0);
    if (compression !== 'gzip' || gunzip === null) return own(packed());
    const native = (bytes: Chunks): Chunks => gunzip(bytes, mayReuse);
    return gunzippedBy(native, packed, { ...limits, unpackedBytes }, own);
  };
  const unpackedFile: OpenFile = {
    path: file.path,
    size: null,
    canSeek: false,
    chunks: (start) => dropBytes(content(limits.unpackedBytes), start),
    passingChunks: (start) => dropBytes(content(limits.unpackedBytes, true), start),
  };

  const cursor = replayingCursor(content(unpacking.unpackedBytesLeft()));
  const container = containerOf(await cursor.peek(containerHeadBytes));
  if (container === 'tar') {
    if (nesting >= limits.nesting) {
      await cursor.close();
      return unpacking.report(
        'archive-limit',
        'an archive this deep inside other archives is not opened',
        file.path,
      );
    }
    await unpackTar(unpackedFile, cursor, () => isDamaged, nesting, unpacking);
    unpacking.countUnpacked(cursor.position());
  } else {
    const bytes = await cursor.take(limits.keptEntryBytes + 1);
    unpacking.countUnpacked(bytes.length);
    const opened = unpacking.canKeep(bytes.length) ? unpacking.keep(file.path, bytes) : unpackedFile;
    // A gzip in a gzip is nobody's log: it counts as an archive, so that it ends somewhere.
    if (container !== null && compressionOf(container) !== null && nesting >= limits.nesting)
      unpacking.report('archive-limit', 'compressed too many times', file.path);
    else await unpacking.open(opened, container === null ? nesting : nesting + 1);
  }
  await cursor.close();
}

interface PeekingCursor extends ByteCursor {
  /** The first bytes, which are still there to be taken. */
  peek(count: number): Promise<Uint8Array>;
}

/** A cursor over a stream that can be read only once, with a look at its beginning. */
function replayingCursor(chunks: Chunks): PeekingCursor {
  const iterator = chunks[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  const pull: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => iterator };
  async function* replayed(): Chunks {
    yield* seen;
    yield* pull;
  }
  return {
    ...byteCursor(replayed, false),
    async peek(count) {
      let length = 0;
      while (length < count) {
        const next = await iterator.next();
        if (next.done) break;
        seen.push(next.value);
        length += next.value.length;
      }
      return concatBytes(seen).subarray(0, count);
    },
  };
}
