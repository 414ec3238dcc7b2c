import type { IpSet, IpSetEntry } from '../../model/ipset.ts';
import { inAddressRange, inNetwork } from './address-range.ts';
import type { Holds } from './holds.ts';
import type { MatchPacket } from './match-packet.ts';
import { matchesSetPort } from './set-port.ts';

/** An entry of a set, and the packet's sides that are compared with it. */
export interface ElementQuestion {
  readonly set: IpSet;
  readonly entry: IpSetEntry;
  /** `ip`, `net`, `port`, `mac`, `iface`, `mark`, one for each part of the element. */
  readonly dimensions: readonly string[];
  /** `src` or `dst` for each dimension. */
  readonly sides: readonly string[];
  readonly packet: MatchPacket;
}

/** Whether a packet has all parts of an element: `10.2.0.2,udp:53`, `10.2.0.0/24,eth0`. */
export function matchesElement(question: ElementQuestion): Holds {
  const { entry, dimensions, sides } = question;
  const parts = entry.element.split(',');
  if (parts.length !== dimensions.length) return 'unknown';
  let answer: Holds = 'yes';
  for (const [index, dimension] of dimensions.entries()) {
    const side = sides[index];
    const matches =
      side === 'src' || side === 'dst' ? matchesPart(question, dimension, parts[index] ?? '', side) : null;
    if (matches === false) return 'no';
    if (matches === null) answer = 'unknown';
  }
  return answer;
}

/** The prefix lengths of an element's networks; that of a host, which has none, is longer than any. */
export function networkLengths(element: string, dimensions: readonly string[]): readonly number[] {
  return element
    .split(',')
    .filter((_, index) => dimensions[index] === 'net')
    .map((part) => Number(part.split('/')[1] ?? 129));
}

/** Null: not known. */
function matchesPart(
  question: ElementQuestion,
  dimension: string,
  part: string,
  side: 'src' | 'dst',
): boolean | null {
  const { packet, set } = question;
  switch (dimension) {
    case 'ip':
    case 'net':
      return matchesAddress(part, packet[side], set.mask);
    case 'port':
      return matchesSetPort(part, side, packet, set.type === 'bitmap:port');
    case 'mac':
      return matchesMac(part, side, packet);
    case 'iface':
      return matchesInterface(part, side, question);
    case 'mark':
      return packet.mark === null ? null : (packet.mark & set.markMask) >>> 0 === Number(part);
    default:
      return null;
  }
}

function matchesAddress(part: string, address: string | null, mask: string | null): boolean | null {
  if (address === null) return null;
  if (part.includes('-')) return inAddressRange(part, address);
  if (mask === null) return inNetwork(part, address);
  return part.includes('/') ? null : inNetwork(`${part}/${mask}`, address);
}

/** hash_mac4_kadt(): a packet without an Ethernet header is in no set. Its destination address is not in the log. */
function matchesMac(part: string, side: 'src' | 'dst', { srcMac }: MatchPacket): boolean | null {
  if (srcMac === '') return false;
  return side === 'dst' || srcMac === null ? null : srcMac.toLowerCase() === part.toLowerCase();
}

/** hash_netiface4_kadt(): src is the input interface, dst the output interface; a hook without it finds nothing. */
function matchesInterface(
  part: string,
  side: 'src' | 'dst',
  { packet, entry }: ElementQuestion,
): boolean | null {
  // Found only by a match that asks for bridge ports (IPSET_FLAG_PHYSDEV); the rule's text does not show which do.
  if (part.startsWith('physdev:')) return null;
  const name = side === 'src' ? packet.inInterface : packet.outInterface;
  if (name === null) return null;
  return name !== '' && (entry.wildcard ? name.startsWith(part) : name === part);
}
