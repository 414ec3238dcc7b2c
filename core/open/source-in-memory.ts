import type { ByteSource } from '../model/artifact.ts';

/** A file whose content is in memory already, handed out in chunks of `chunkBytes`; text is written as UTF-8. */
export function sourceInMemory(
  path: string,
  content: string | Uint8Array,
  chunkBytes = Infinity,
): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    path,
    size: bytes.length,
    async *chunks(start) {
      for (let at = start; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
  };
}
