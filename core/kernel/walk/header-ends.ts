import {
  addEnded,
  type AsSent,
  type HeaderEnd,
  type HeaderRecord,
  type Headers,
} from '../headers/headers.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { type Diagram, NOTHING } from '../sets/decision-diagrams.ts';
import { withNumber } from '../sets/field-bits.ts';
import type { WalkAssumed } from './assumption.ts';
import { endKey, type WalkEnd } from './walk-end.ts';

/** Records what becomes of all headers of a branch. */
export function endHeaders(headers: Headers, end: WalkEnd, packet: MatchPacket): void {
  if (headers.set === NOTHING) return;
  const { space, record, asSent, set } = headers;
  addEnded(record, space.diagrams.and(set, endingIn(headers, headerEnd(record, end, packet, asSent))));
}

/** All headers, with that end's number. */
export function endingIn(
  { space: { diagrams, end: bits } }: Pick<Headers, 'space'>,
  { number }: HeaderEnd,
): Diagram {
  return withNumber(diagrams, bits, number);
}

/** The record's entry of an end, by what it is and, for packets that leave, how they leave. */
export function headerEnd(
  record: HeaderRecord,
  end: WalkEnd,
  packet: MatchPacket,
  asSent: AsSent,
): HeaderEnd {
  const key = keyOf(end, packet, asSent);
  let known = record.ends.get(key);
  if (known === undefined) {
    known = { number: record.ends.size, end, packet, asSent };
    record.ends.set(key, known);
  }
  return known;
}

function keyOf(end: WalkEnd, { src, dst, sport, dport }: MatchPacket, asSent: AsSent): string {
  switch (end.kind) {
    case 'routing':
      return `routing ${end.cause.kind}`;
    case 'forwarded':
    case 'sent': {
      const { src: ownSrc, dst: ownDst, sport: ownSport, dport: ownDport } = asSent;
      return [endKey(end), src ?? ownSrc, dst ?? ownDst, sport ?? ownSport, dport ?? ownDport].join(' ');
    }
    default:
      return endKey(end);
  }
}

/** Notes that something was taken for granted for all headers of a branch. */
export function presumeOf({ record, set }: Headers, question: string, assumed: WalkAssumed): void {
  if (set === NOTHING) return;
  const known = record.presumed.get(question) ?? { assumed, sets: [] };
  record.presumed.set(question, known);
  if (known.sets.at(-1) !== set) known.sets.push(set);
}
