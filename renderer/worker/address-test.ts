/** A test for addresses that fit `wanted`: the same address however it is written, or any in a prefix like `10.1.0.0/24`. */
export function addressTest(wanted: string): (address: string) => boolean {
  const [base = '', bits] = wanted.split('/');
  const value = addressValue(base);
  const length = bits === undefined ? null : prefixLength(bits, base.includes(':'));
  // Redacted or half an address: only the same text can be the same.
  if (value === null || (bits !== undefined && length === null)) return (address) => address === wanted;
  const width = base.includes(':') ? 128 : 32;
  const shift = BigInt(width - (length ?? width));
  const prefix = value >> shift;
  return (address) => {
    if (address.includes(':') !== (width === 128)) return false;
    const other = addressValue(address);
    return other !== null && other >> shift === prefix;
  };
}

function prefixLength(bits: string, isIpv6: boolean): number | null {
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : NaN;
  return length <= (isIpv6 ? 128 : 32) ? length : null;
}

/** An address as a number; null where the text is no address. */
export function addressValue(text: string): bigint | null {
  return text.includes(':') ? ipv6Value(text) : ipv4Value(text);
}

function ipv4Value(text: string): bigint | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  const bytes = match.slice(1).map(Number);
  if (bytes.some((byte) => byte > 255)) return null;
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

/** `2001:db8::1`, the kernel log's full form with all its zeros, and `::ffff:10.1.0.2`. */
function ipv6Value(text: string): bigint | null {
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return null;
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  if (front === null || back === null) return null;
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const all = [...front, ...Array<number>(missing).fill(0), ...back];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

function groups(text: string): number[] | null {
  if (text === '') return [];
  const values: number[] = [];
  for (const part of text.split(':')) {
    const embedded = part.includes('.') ? ipv4Value(part) : null;
    if (embedded !== null) values.push(Number(embedded >> 16n), Number(embedded & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) values.push(parseInt(part, 16));
    else return null;
  }
  return values;
}
