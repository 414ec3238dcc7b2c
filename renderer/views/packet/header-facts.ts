import { grouped, type PacketHeader } from '../../../core/index.ts';
import type { HeaderField } from '../../worker/sort-columns.ts';
import { flagBits } from '../../selection/words.ts';

/** A field of the header as the log has it. `filter` finds all that have the same; null where no word asks for it. */
export interface HeaderFact {
  readonly name: HeaderField | 'ICMP type';
  readonly value: string;
  readonly filter: string | null;
}

/** The fields that the packet's line has, by the names that the kernel's log gives them. */
export function headerFacts(header: PacketHeader): readonly HeaderFact[] {
  const { ipId, ttl, lengthBytes, tos, mark, tcp, fragment, icmpType, icmpCode, dstMac } = header;
  return [
    ...(ipId === 0 ? [] : [fact('ID', `${hex(ipId, 4)} (${ipId})`, `id ${ipId}`)]),
    ...(ttl === 0 ? [] : [fact('TTL', String(ttl), `ttl ${ttl}`)]),
    ...(lengthBytes === 0 ? [] : [fact('length', `${grouped(lengthBytes)} B`, `len ${lengthBytes}`)]),
    ...(tos === 0 ? [] : [fact('TOS', hex(tos, 2))]),
    ...(mark === 0 ? [] : [fact('mark', hex(mark, 0), `mark ${hex(mark, 0)}`)]),
    ...tcpFacts(tcp),
    ...(icmpType === null ? [] : [fact('ICMP type', `${icmpType}/${icmpCode ?? 0}`)]),
    ...fragmentFacts(fragment),
    ...(dstMac === '' ? [] : [fact('to MAC', dstMac)]),
  ];
}

function tcpFacts(tcp: PacketHeader['tcp']): readonly HeaderFact[] {
  if (tcp === null) return [];
  const flags = Object.entries(flagBits).flatMap(([name, bit]) => ((tcp.flags & bit) === 0 ? [] : [name]));
  const known: HeaderFact = {
    name: 'flags',
    value: flags.join(' ').toUpperCase(),
    filter: `flags ${flags.join(',')}`,
  };
  return [
    ...(flags.length === 0 ? [] : [known]),
    ...(tcp.seq === 0 ? [] : [fact('SEQ', String(tcp.seq), `seq ${tcp.seq}`)]),
    ...(tcp.ack === 0 ? [] : [fact('ACK', String(tcp.ack), `ack ${tcp.ack}`)]),
  ];
}

/** DF = 1, MF = 2, CE = 4, and the offset (in 8-byte units) from bit 3 on. */
function fragmentFacts(fragment: number): readonly HeaderFact[] {
  const names = ['DF', 'MF', 'CE'].filter((_, bit) => ((fragment >> bit) & 1) === 1);
  const offset = (fragment >> 3) * 8;
  if (offset > 0) names.push(`+${offset}`);
  return names.length === 0 ? [] : [fact('fragment', names.join(' '))];
}

function fact(name: HeaderFact['name'], value: string, filter: string | null = null): HeaderFact {
  return { name, value, filter };
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}
