import type { KernelMessageKind, MessageFields } from '../../model/kernel-message.ts';
import { present } from './message-format.ts';

/** The message that is followed by such a header. */
export const headedMessage: KernelMessageKind = 'martian-source';

/** The words that the scanner looks for. */
export const linkLayerHeaderMarker = 'll header: ';

/**
 * The header of the frame that the message before it is about (print_hex_dump() in ip_handle_martian_source(),
 * net/ipv4/route.c); of Ethernet: destination, source, EtherType.
 *
 *   ll header: 00000000: ff ff ff ff ff ff 96 24 4d ed 2f 82 08 06        .......$M./...
 *   ll header: ff:ff:ff:ff:ff:ff:96:24:4d:ed:2f:82:08:06                  before 2.6.38
 *
 * What it tells of the message before it: what the frame held, where its type says so. Null for another line.
 */
export function linkLayerHeader(said: string): MessageFields | null {
  const [, bytes] = HEADER.exec(said) ?? [];
  if (bytes === undefined) return null;
  const [first = '', last = ''] = bytes.split(/[ :]/).slice(12, 14);
  const frame = bytes.length === ETHERNET_CHARACTERS ? etherTypes[`${first}${last}`] : undefined;
  return present({ frame });
}

/** The hexadecimal bytes are followed by two blanks and the same as text. */
const HEADER = /^ll header: (?:[\da-f]{8}: )?([\da-f]{2}(?:[ :][\da-f]{2}){0,31})(?:\s|$)/;
/** 14 bytes. */
const ETHERNET_CHARACTERS = 41;
const etherTypes: Readonly<Record<string, string>> = { '0800': 'IPv4', '0806': 'ARP', '86dd': 'IPv6' };
