import { keyedBytes } from './keyed-bits.ts';

/** A MAC as its 12 hexadecimal digits in lower case. */
export type Mac = string;

/**
 * Replaces MACs: the vendor's half by one that the key decides, the same for all of the vendor, and the rest by the
 * whole. The bits that say multicast and locally administered stay. None becomes an original, or what another became.
 */
export function macMap(key: string, originals: Iterable<Mac>): (mac: Mac) => Mac {
  const taken = new Set(originals);
  const known = new Map<Mac, Mac>();
  return (mac) => {
    if (staysMac(mac)) return mac;
    let found = known.get(mac);
    for (let attempt = 0; found === undefined; attempt++) {
      const vendor = keyedBytes(key, `vendor ${mac.slice(0, 6)}`).slice(0, 3);
      vendor[0] = ((vendor[0] as number) & 0xfc) | (Number.parseInt(mac.slice(0, 2), 16) & 3);
      const rest = keyedBytes(key, `mac ${mac} ${attempt}`).slice(0, 3);
      const candidate = [...vendor, ...rest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      if (!taken.has(candidate)) found = candidate;
    }
    taken.add(found);
    known.set(mac, found);
    return found;
  };
}

/** Broadcast, no address, and the groups that IP multicast and bridges use: they name nobody. */
export function staysMac(mac: Mac): boolean {
  return /^(?:f{12}|0{12}|01005e|0180c2|3333(?!ff))/.test(mac);
}
