import type { Artifact } from '../model/artifact.ts';

const NEWLINE = 10;

/** The lines that end within the first `most` bytes of a file; the file itself where that is all of it. */
export function beginningOf(artifact: Artifact, most: number): Artifact {
  const { path, bytes } = artifact;
  if (most === Infinity || (bytes !== null && bytes <= most)) return artifact;
  return {
    path,
    bytes: bytes === null ? null : Math.min(bytes, most),
    chunks: (start) => wholeLines(artifact, start, most),
  };
}

async function* wholeLines({ chunks }: Artifact, start: number, most: number): AsyncGenerator<Uint8Array> {
  let left = most - start;
  let begun: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks(start)) {
    const piece = chunk.subarray(0, Math.max(0, left));
    left -= piece.length;
    const end = piece.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      if (begun.length > 0) yield begun;
      yield piece.subarray(0, end);
      begun = piece.slice(end);
    } else begun = concatBytes(begun, piece);
    if (left <= 0) return;
  }
  if (begun.length > 0) yield begun;
}

function concatBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
