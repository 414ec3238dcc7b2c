import type { MartianLine } from '../../model/network.ts';

/** What a martian line says; `messageStart` is where the kernel's own words begin, behind the logger's prefix. */
export interface MartianMessage extends Pick<MartianLine, 'src' | 'dst' | 'dev'> {
  readonly messageStart: number;
}

/**
 * A source address that was refused, logged with log_martians=1 (ip_handle_martian_source() in net/ipv4/route.c) for
 * martians and for what rp_filter drops alike; the destination comes first:
 *
 *   IPv4: martian source 10.2.0.2 from 127.0.0.5, on dev eth0
 *
 * Older kernels leave out `IPv4: `. Null for any other line.
 */
export function martianMessage(said: Uint8Array): MartianMessage | null {
  const at = indexOfWords(said, 0, said.length, martianSource);
  if (at < 0) return null;
  const [, dst, src, dev] = message.exec(decoder.decode(said.subarray(at))) ?? [];
  if (dst === undefined || src === undefined || dev === undefined) return null;
  const before = Math.max(0, at - protocol.length);
  return { src, dst, dev, messageStart: indexOfWords(said, before, at, protocol) < 0 ? at : before };
}

/** The link layer header that the kernel prints behind it: `ll header: 00000000: 52 54 00 20 10 3a 52 54 ...` */
export function isLinkLayerHeader(said: Uint8Array): boolean {
  const at = indexOfWords(said, 0, said.length, linkLayerHeader);
  return at >= 0 && /^ll header: [\da-f]{8}: /.test(decoder.decode(said.subarray(at, at + 32)));
}

/** Spares all other lines the decoding: whether the words of either stand in `[start, end)`. */
export function mentionsMartian(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    indexOfWords(bytes, start, end, martianSource) >= 0 ||
    indexOfWords(bytes, start, end, linkLayerHeader) >= 0
  );
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const protocol = encoder.encode('IPv4: ');
const martianSource = encoder.encode('martian source ');
const linkLayerHeader = encoder.encode('ll header: ');
/** An interface name has 15 bytes at most, and neither blanks nor slashes. */
const message = /^martian source (\d+(?:\.\d+){3}) from (\d+(?:\.\d+){3}), on dev ([^\s/]{1,15})\s*$/;

function indexOfWords(bytes: Uint8Array, start: number, end: number, words: Uint8Array): number {
  const last = end - words.length;
  for (let i = start; i <= last; i++) {
    let same = 0;
    while (same < words.length && bytes[i + same] === words[same]) same++;
    if (same === words.length) return i;
  }
  return -1;
}
