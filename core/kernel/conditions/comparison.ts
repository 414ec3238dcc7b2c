import type { Comparison } from '../../model/condition.ts';
import { agreed, type Judge, negate } from './judgement.ts';
import type { Holds } from '../match/holds.ts';
import type { MatchPacket } from '../match/match-packet.ts';
import { readField } from './read-field.ts';
import type { Reading } from './reading.ts';
import { anyHolds } from './value-holds.ts';

/** A field of the packet has one of the values. */
export const judgeComparison: Judge<'compare'> = (condition, packet) => {
  const { field, values } = condition;
  const readings = readField(field, packet);
  const verdict = agreed(readings.map((reading) => holdsFor(condition, reading)));
  if (field.kind === 'other' && verdict === 'unknown')
    return { verdict, why: { kind: 'undecidable', because: field.because } };
  if (field.kind === 'number-generator' && verdict === 'unknown')
    return { verdict, why: { kind: 'undecidable', because: 'chance' } };
  const understood = verdict !== 'unknown' || values.every(({ kind }) => kind !== 'word');
  return { verdict, why: { kind: 'field', field, readings, understood } };
};

/** Whether a comparison holds for a packet, and nothing of why. */
export function comparisonHolds(comparison: Comparison, packet: MatchPacket): Holds {
  const readings = readField(comparison.field, packet);
  const [only] = readings;
  if (only !== undefined && readings.length === 1) return holdsFor(comparison, only);
  return agreed(readings.map((reading) => holdsFor(comparison, reading)));
}

/** Whether a comparison holds for one thing that the packet may have in its field. */
export function holdsFor({ values, mask, negated, lacking }: Comparison, reading: Reading): Holds {
  if (reading.kind === 'absent') {
    if (lacking === 'differs') return negated ? 'yes' : 'no';
    return lacking === 'holds' ? 'yes' : 'no';
  }
  return negate(anyHolds(reading, values, mask), negated);
}
