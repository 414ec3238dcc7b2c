/** The bits of `SYN,ACK`, `ALL`, `NONE`, and of `0x17` as a listing prints it with -n; null for a word that is no flag. */
export function readTcpFlags(text: string): number | null {
  if (/^0x[0-9a-f]{1,2}$/i.test(text)) return Number(text);
  let bits = 0;
  for (const name of text.toUpperCase().split(',')) {
    if (name === 'ALL') bits |= 0x3f;
    else if (name !== 'NONE') {
      const bit = flagNames.indexOf(name);
      if (bit < 0) return null;
      bits |= 1 << bit;
    }
  }
  return bits;
}

/** `SYN,ACK`; `NONE` for none. */
export function tcpFlagWords(bits: number): string {
  const names = flagNames.filter((_, bit) => (bits & (1 << bit)) !== 0);
  return names.length === 0 ? 'NONE' : names.join(',');
}

/** In the order of their bits in the header. */
const flagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];
