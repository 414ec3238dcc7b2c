import type { Frame } from './frame.ts';

/** What a frame carries after its link layer. */
export interface Carried {
  /** `other`: neither IP nor ARP, or a link layer that is not known. */
  readonly what: 'ip' | 'arp' | 'other';
  /** Where it begins in the frame's bytes. */
  readonly offset: number;
  /** The frame has a VLAN tag: it belongs to another interface than the one of the capture. */
  readonly tagged: boolean;
  readonly direction: Frame['direction'];
}

/** Reads the link layer of a frame; null where it is cut within. */
export function linkLayer({ linkType, bytes, direction }: Frame): Carried | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (linkType) {
    case linkTypes.ethernet:
      return bytes.length < 14 ? null : afterEtherType(view, 12, direction);
    case linkTypes.linuxCooked:
      // packet type, ARPHRD, address length, address (8), EtherType
      return bytes.length < 16 ? null : afterEtherType(view, 14, cookedDirection(view.getUint16(0)));
    case linkTypes.linuxCooked2: {
      // EtherType, reserved, interface index (4), ARPHRD, packet type, address length, address (8)
      if (bytes.length < 20) return null;
      const way = cookedDirection(view.getUint8(10));
      const type = view.getUint16(0);
      const tag = vlanTags.has(type) ? afterEtherType(view, 22, way) : null;
      if (tag) return { ...tag, tagged: true };
      return ofEtherType(type, 20, way) ?? { what: 'other', offset: 20, tagged: false, direction: way };
    }
    case linkTypes.null:
    case linkTypes.loop: {
      if (bytes.length < 4) return null;
      // The address family in the order of the machine: AF_INET is 2 everywhere, AF_INET6 is 10, 24, 28 or 30.
      const family = view.getUint32(0, true) < 0x10000 ? view.getUint32(0, true) : view.getUint32(0, false);
      return {
        what: [2, 10, 24, 28, 30].includes(family) ? 'ip' : 'other',
        offset: 4,
        tagged: false,
        direction,
      };
    }
    case linkTypes.nflog:
      return ofNflog(view, direction);
    case linkTypes.raw:
    case linkTypes.rawBsd:
    case linkTypes.rawOpenBsd:
    case linkTypes.ipv4:
    case linkTypes.ipv6:
      return { what: 'ip', offset: 0, tagged: false, direction };
    default:
      return { what: 'other', offset: 0, tagged: false, direction };
  }
}

/** Whether packets of this link type are understood. */
export function knowsLinkType(linkType: number): boolean {
  return Object.values(linkTypes).some((known) => known === linkType);
}

const linkTypes = {
  null: 0,
  ethernet: 1,
  rawBsd: 12,
  rawOpenBsd: 14,
  raw: 101,
  loop: 108,
  linuxCooked: 113,
  ipv4: 228,
  ipv6: 229,
  nflog: 239,
  linuxCooked2: 276,
} as const;

const vlanTags = new Set([0x8100, 0x88a8, 0x9100]);
const mostTags = 4;

/** What follows an EtherType, past VLAN tags (802.1Q, QinQ) and PPPoE. */
function afterEtherType(view: DataView, at: number, direction: Frame['direction']): Carried | null {
  let offset = at;
  let tagged = false;
  for (let tags = 0; tags <= mostTags; tags++) {
    if (offset + 2 > view.byteLength) return null;
    const type = view.getUint16(offset);
    const carried = ofEtherType(type, offset + 2, direction);
    if (carried) return { ...carried, tagged };
    if (type === pppoe) {
      if (offset + 10 > view.byteLength) return null;
      const protocol = view.getUint16(offset + 8);
      const what = protocol === 0x0021 || protocol === 0x0057 ? 'ip' : 'other';
      return { what, offset: offset + 10, tagged: true, direction };
    }
    if (!vlanTags.has(type)) break;
    if (offset + 4 > view.byteLength) return null;
    // A tag of VLAN 0 has a priority only; the frame is the interface's own.
    if ((view.getUint16(offset + 2) & 0xfff) !== 0) tagged = true;
    offset += 4;
  }
  return { what: 'other', offset, tagged, direction };
}

/**
 * What `tcpdump -i nflog:5 -w FILE` writes of a packet that NFLOG handed on (LINKTYPE_NFLOG of tcpdump.org): the family,
 * the version 0 and the group, then attributes, each with its length and type in the order of the machine that wrote them
 * and filled up to four bytes. The packet is the attribute NFULA_PAYLOAD; nothing says which way it went past an interface.
 */
function ofNflog(view: DataView, direction: Frame['direction']): Carried | null {
  if (view.byteLength < 4) return null;
  const what = [2, 10].includes(view.getUint8(0)) ? 'ip' : 'other';
  for (const littleEndian of [true, false]) {
    let at = 4;
    while (at + 4 <= view.byteLength) {
      const length = view.getUint16(at, littleEndian);
      if (length < 4) break;
      if (view.getUint16(at + 2, littleEndian) === nflogPayload)
        return { what, offset: at + 4, tagged: false, direction };
      at += Math.ceil(length / 4) * 4;
    }
  }
  return null;
}

const nflogPayload = 9;

const pppoe = 0x8864;

function ofEtherType(type: number, offset: number, direction: Frame['direction']): Carried | null {
  if (type === 0x0800 || type === 0x86dd) return { what: 'ip', offset, tagged: false, direction };
  return type === 0x0806 ? { what: 'arp', offset, tagged: false, direction } : null;
}

/** PACKET_OUTGOING is 4 (linux/if_packet.h); the others came in. */
function cookedDirection(packetType: number): 'in' | 'out' {
  return packetType === 4 ? 'out' : 'in';
}
