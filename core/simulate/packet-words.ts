import type { PacketWords } from './packet-query.ts';

/** The fields of a packet in a list, by the options of `netopsy simulate` that they stand for. */
const options = {
  in: 'in',
  src: 'src',
  dst: 'dst',
  proto: 'proto',
  sport: 'sport',
  dport: 'dport',
  state: 'state',
  mark: 'mark',
  icmpType: 'icmp-type',
  icmpCode: 'icmp-code',
  tos: 'tos',
  ttl: 'ttl',
  length: 'length',
  uid: 'uid',
} as const satisfies Readonly<Record<string, keyof PacketWords>>;

/** `{"in":"eth0","src":"10.1.0.2","dst":"10.2.0.2","proto":"tcp","dport":22}`; null for a line that is no such object. */
export function packetWords(line: string): PacketWords | null {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return null;
  const fields = read as Readonly<Record<string, unknown>>;
  const words: Record<string, string | boolean> = {};
  for (const [field, option] of Object.entries(options)) {
    const value = fields[field];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    words[option] = String(value);
  }
  return fields['local'] === true || words['in'] === undefined ? { ...words, local: true } : words;
}
