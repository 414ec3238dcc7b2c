import { sha256 } from '../sha256.ts';

/** Bytes that only the key and the label decide, and that tell nothing of either. */
export function keyedBytes(key: string, label: string): Uint8Array {
  const encoder = new TextEncoder();
  // Hashed twice, so that no digest is the beginning of another's message.
  return sha256(sha256(encoder.encode(`netopsy\0${key}\0${label}`)));
}
