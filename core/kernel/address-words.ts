/**
 * Writes an address as four words of 32 bits, the highest first (IPv4: the first of them), and returns its version; 0 where
 * the text is no address. IPv6 as RFC 4291, 2.2 has it: eight groups, `::` once for a run of zeroes, and the last two groups
 * also as an IPv4 address.
 */
export function readAddress(text: string, words: Uint32Array, at: number): 0 | 4 | 6 {
  if (!text.includes(':')) {
    const value = ipv4Number(text);
    if (value < 0) return 0;
    words[at] = value;
    return 4;
  }
  return readIpv6(text, words, at) ? 6 : 0;
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

const groupsOf = new Uint16Array(8);

/** `2001:db8::1`, the kernel log's full form with all its zeros, and `::ffff:10.1.0.2`. */
function readIpv6(text: string, words: Uint32Array, at: number): boolean {
  let count = 0;
  /** How many groups stand before the `::`; -1 while there was none. */
  let before = -1;
  for (let i = 0; i < text.length;) {
    if (text.charCodeAt(i) === colon) {
      if (text.charCodeAt(i + 1) === colon && before < 0) {
        before = count;
        i += 2;
        continue;
      }
      // Between two groups there is one.
      if (count === 0 || count === before || i + 1 === text.length || text.charCodeAt(i + 1) === colon)
        return false;
      i++;
    }
    const begin = i;
    let group = 0;
    for (let digit = hexDigit(text.charCodeAt(i)); digit >= 0; digit = hexDigit(text.charCodeAt(++i)))
      group = group * 16 + digit;
    if (text.charCodeAt(i) === dot) {
      const value = ipv4Number(text.slice(begin));
      if (value < 0 || count > 6) return false;
      groupsOf[count++] = value >>> 16;
      groupsOf[count++] = value & 0xffff;
      break;
    }
    if (i === begin || i - begin > 4 || count === 8) return false;
    if (i < text.length && text.charCodeAt(i) !== colon) return false;
    groupsOf[count++] = group;
  }
  if (before < 0 ? count !== 8 : count > 7) return false;
  const zeros = 8 - count;
  const groupAt = (place: number): number => {
    if (before < 0 || place < before) return groupsOf[place] as number;
    return place < before + zeros ? 0 : (groupsOf[place - zeros] as number);
  };
  for (let word = 0; word < 4; word++)
    words[at + word] = ((groupAt(2 * word) << 16) | groupAt(2 * word + 1)) >>> 0;
  return true;
}

const colon = 58;
const dot = 46;

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
