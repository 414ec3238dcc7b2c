import type { Outcomes } from '../../model/analysis.ts';
import type { Cause, Journeys } from '../../model/journey.ts';
import type { JourneyKinds } from '../../model/journey-kinds.ts';
import { routingCauses } from '../causes/routing-causes.ts';

/**
 * Where packets vanish after PREROUTING that routing would have passed on, something works there that the bundle does
 * not show: chains of nftables, a program of BPF. It may have stopped the others as well, so that what routing would
 * have done with them is no longer proven, unless the kernel itself counted or logged it.
 */
export function doubtedByLosses(
  outcomes: Pick<Outcomes, 'cause' | 'note' | 'causes' | 'notes'>,
  { shapes, shape, places }: Pick<Journeys, 'shapes' | 'shape' | 'places'>,
  { first }: JourneyKinds,
): readonly Cause[] {
  const { causes, notes, note } = outcomes;
  const hosts = new Set<string>();
  for (const journey of first) {
    const why = notes[note[journey] as number];
    if (why?.kind !== 'lost-after-prerouting' || !why.routed) continue;
    const place = places[shapes[shape[journey] as number]?.place ?? -1]?.place;
    if (place !== undefined) hosts.add(`${place.host}\0${place.family}`);
  }
  if (hosts.size === 0) return causes;
  return causes.map((cause) => {
    const isOfRouting = cause.kind in routingCauses && cause.table === null;
    if (!isOfRouting || cause.confidence !== 'inferred' || !hosts.has(`${cause.host}\0${cause.family}`))
      return cause;
    if (cause.grounds.some(({ kind }) => kind === 'martian-logged' || kind === 'counted-by-kernel'))
      return cause;
    return {
      ...cause,
      confidence: 'possible',
      grounds: [...cause.grounds, { kind: 'others-vanished' }],
    };
  });
}
