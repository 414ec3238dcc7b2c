/**
 * A TOS byte as ip(8) prints it: `0x10`, or a name of /etc/iproute2/rt_dsfield (`AF11`, `CS6`, `EF`, `lowdelay`). Null
 * for anything else.
 */
export function tosValue(text: string): number | null {
  if (/^(?:0x[0-9a-f]{1,2}|\d{1,3})$/i.test(text)) return Number(text) & 0xff;
  const name = text.toUpperCase();
  const assured = /^AF([1-4])([1-3])$/.exec(name);
  // RFC 2597: class in the upper three bits, drop precedence in the two below; RFC 2474: class selectors.
  if (assured !== null) return (Number(assured[1]) << 5) | (Number(assured[2]) << 3);
  const selector = /^CS([0-7])$/.exec(name);
  if (selector !== null) return Number(selector[1]) << 5;
  return named[name] ?? null;
}

const named: Readonly<Record<string, number>> = {
  EF: 0xb8,
  LOWDELAY: 0x10,
  THROUGHPUT: 0x08,
  RELIABILITY: 0x04,
};
