/**
 * Whether a file's first bytes are no text: a NUL among them, or more control characters than text has. UTF-16 counts
 * as binary; the colours of a terminal do not.
 */
export function isBinary(head: Uint8Array): boolean {
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return true;
    const isText =
      byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x1b || byte === 0x0c;
    if (!isText) controls++;
  }
  return controls * 20 > head.length;
}
