/** Of a hostile file's no more are kept. */
const MOST = 20_000;

/** Reads a text once for all the times that it comes; what reads as null, and more texts than any host prints, are read again. */
export function remembered<Read extends object | string>(
  read: (text: string) => Read | null,
): (text: string) => Read | null {
  const known = new Map<string, Read>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (value !== null && known.size < MOST) known.set(text, value);
    return value;
  };
}
