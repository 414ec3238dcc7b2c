import { hex } from '../dialects/values.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { PacketChange } from '../model/simulation.ts';

/** What a step changed of the packet, in the words of the log. */
export function changesBetween(before: MatchPacket, after: MatchPacket): readonly PacketChange[] {
  if (before === after) return [];
  return fields.flatMap(([field, show]) => {
    const [was, is] = [show(before), show(after)];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

const notKnown = 'not known';

const fields: readonly (readonly [PacketChange['field'], (packet: MatchPacket) => string])[] = [
  ['src', ({ src }) => src ?? notKnown],
  ['dst', ({ dst }) => dst ?? notKnown],
  ['sport', ({ sport }) => (sport === null ? notKnown : String(sport))],
  ['dport', ({ dport }) => (dport === null ? notKnown : String(dport))],
  ['mark', ({ mark }) => showMark(mark)],
  ['ctmark', ({ connection }) => showMark(connection?.mark ?? null)],
  ['tos', ({ tos, ecn }) => (tos === null ? notKnown : hex(tos | (ecn ?? 0)))],
  ['ttl', ({ ttl }) => (ttl === null ? notKnown : String(ttl))],
  ['tracked', ({ ctstates }) => (ctstates?.[0] === 'UNTRACKED' ? 'no' : 'yes')],
];

function showMark(mark: number | null): string {
  return mark === null ? notKnown : hex(mark);
}
