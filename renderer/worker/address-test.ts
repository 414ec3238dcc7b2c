/** A test for addresses that fit `wanted`: the same address however it is written, or any in a prefix like `10.1.0.0/24`. */
export function addressTest(wanted: string): (address: string) => boolean {
  const [base = '', bits] = wanted.split('/');
  const value = addressValue(base);
  const length = bits === undefined ? null : prefixLength(bits, base.includes(':'));
  // Redacted or half an address: only the same text can be the same.
  if (value === null || (bits !== undefined && length === null)) return (address) => address === wanted;
  if (!base.includes(':')) {
    const divisor = 2 ** (32 - (length ?? 32));
    const network = Math.floor(Number(value) / divisor);
    return (address) => {
      const other = ipv4Number(address);
      return other >= 0 && Math.floor(other / divisor) === network;
    };
  }
  const width = 128;
  const shift = BigInt(width - (length ?? width));
  const prefix = value >> shift;
  return (address) => {
    if (!address.includes(':')) return false;
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
  const value = ipv4Number(text);
  return value < 0 ? null : BigInt(value);
}

/** -1 where the text is no IPv4 address. Letter by letter: a capture can have a million of them. */
function ipv4Number(text: string): number {
  let value = 0;
  let byte = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      byte = byte * 10 + code - 48;
      if (++digits > 3 || byte > 255) return -1;
    } else if (code === 46 && digits > 0 && dots < 3) {
      value = value * 256 + byte;
      byte = 0;
      digits = 0;
      dots++;
    } else return -1;
  }
  return dots === 3 && digits > 0 ? value * 256 + byte : -1;
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
