/**
 * The EtherType of `-p IPv4`, `-p ARP`, `-p 0x88cc` (/etc/ethertypes); null for a word that is not known, for the length
 * of an 802.3 frame, and for a VLAN's tag, after which there may be anything.
 */
export function etherType(word: string): number | null {
  const name = word.toLowerCase();
  const number = /^0x[0-9a-f]{1,4}$/.test(name) ? Number(name) : (types.get(name) ?? null);
  return number === 0x8100 || number === 0x88a8 ? null : number;
}

/** `IPv4`, `ARP`; the number in hexadecimal for one without a name. */
export function etherTypeWords(number: number): string {
  return names.get(number) ?? `0x${number.toString(16).padStart(4, '0')}`;
}

const types: ReadonlyMap<string, number> = new Map([
  ['ipv4', 0x0800],
  ['ip', 0x0800],
  ['arp', 0x0806],
  ['rarp', 0x8035],
  ['ipv6', 0x86dd],
]);

const names: ReadonlyMap<number, string> = new Map([
  [0x0800, 'IPv4'],
  [0x0806, 'ARP'],
  [0x8035, 'RARP'],
  [0x86dd, 'IPv6'],
]);
