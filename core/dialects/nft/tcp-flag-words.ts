/** The bits of `syn`, `fin,syn`, `(fin | syn)`, `0x12`, `0x1,0x2`; null for other words. */
export function readFlags(text: string): number | null {
  const inner = text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text;
  let bits = 0;
  for (const name of inner.split(/[,|]/)) {
    const word = name.trim().toLowerCase();
    if (/^(?:0x[0-9a-f]{1,2}|\d{1,3})$/.test(word)) {
      bits |= Number(word) & 0xff;
      continue;
    }
    // nft calls ECE ecn; a tracer may print it otherwise.
    const bit = flags.indexOf(word === 'ece' ? 'ecn' : word);
    if (bit < 0) return null;
    bits |= 1 << bit;
  }
  return bits;
}

/** `fin | syn`; `0x0` for none. */
export function flagWords(bits: number, separator = ' | '): string {
  const names = flags.filter((_, bit) => (bits & (1 << bit)) !== 0);
  return names.length === 0 ? '0x0' : names.join(separator);
}

/** In the order of their bits in the header. */
const flags = ['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ecn', 'cwr'];
