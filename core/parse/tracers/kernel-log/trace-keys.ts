/** The keys of a TRACE line that tell of a packet's identity or way. */
type Key =
  | 'IN' | 'OUT' | 'PHYSIN' | 'PHYSOUT' | 'MAC' | 'SRC' | 'DST' | 'LEN' | 'TOS' | 'TC' | 'PREC' | 'TTL' | 'HOPLIMIT'
  | 'ID' | 'PROTO' | 'SPT' | 'DPT' | 'SEQ' | 'ACK' | 'URGP' | 'TYPE' | 'CODE' | 'MARK'; // prettier-ignore

const KEYS: readonly Key[] = [
  'IN', 'OUT', 'PHYSIN', 'PHYSOUT', 'MAC', 'SRC', 'DST', 'LEN', 'TOS', 'TC', 'PREC', 'TTL', 'HOPLIMIT',
  'ID', 'PROTO', 'SPT', 'DPT', 'SEQ', 'ACK', 'URGP', 'TYPE', 'CODE', 'MARK',
]; // prettier-ignore

/** The key in `[start, end)`, or null for one that tells nothing of a packet's identity or way (WINDOW, UID, ...). */
export function keyOf(bytes: Uint8Array, start: number, end: number): Key | null {
  if (end - start < 2) return null;
  const key = KEY_TABLE.get(keyCode(bytes[start] as number, bytes[start + 1] as number, end - start));
  if (key === undefined) return null;
  for (let i = 2; i < key.length; i++) if (bytes[start + i] !== key.charCodeAt(i)) return null;
  return key;
}

/** Keys by their first two bytes and length, which tell them all apart. */
const KEY_TABLE = new Map<number, Key>(
  KEYS.map((key) => [keyCode(key.charCodeAt(0), key.charCodeAt(1), key.length), key]),
);

function keyCode(first: number, second: number, length: number): number {
  return (length << 16) | (first << 8) | second;
}
