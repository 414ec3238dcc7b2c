import type { Restore } from './restore.ts';

/**
 * UTF-16 with a byte order mark, as PowerShell's `>` and Windows' editors write it, is read as UTF-8. Null for other
 * files.
 */
export function fromUtf16(head: Uint8Array): Restore | null {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return decodedBy('utf-16le');
  if (first === 0xfe && second === 0xff) return decodedBy('utf-16be');
  return null;
}

function decodedBy(encoding: 'utf-16le' | 'utf-16be'): Restore {
  return async function* (chunks) {
    const decoder = new TextDecoder(encoding);
    const encoder = new TextEncoder();
    for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
    yield encoder.encode(decoder.decode());
  };
}
