import type { Artifact } from '../../model/artifact.ts';
import { CaptureReader, type ReadCapture } from '../captures/capture-reader.ts';

/** Reads a capture of packets to its end; `onChunk` is told the bytes and packets so far and says whether to go on. */
export async function readCapture(
  artifact: Artifact,
  onChunk: (bytes: number, packets: number) => Promise<boolean>,
): Promise<ReadCapture & { readonly bytes: number }> {
  const reader = new CaptureReader(artifact.path);
  let bytes = 0;
  for await (const chunk of artifact.chunks(0)) {
    reader.push(chunk);
    bytes += chunk.length;
    if (!(await onChunk(bytes, reader.packets))) break;
  }
  return { ...reader.finish(), bytes };
}
