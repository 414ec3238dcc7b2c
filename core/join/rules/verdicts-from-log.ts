import type { Journeys, ResolvedPlace, Verdict } from '../../model/journey.ts';
import type { TraceEvents, TracePlace } from '../../model/trace.ts';
import { answeredPlaces } from './answered-places.ts';
import { answersAtPlaces } from '../drift/answers-at-places.ts';
import { observeSteps, type StepsAfter } from '../drift/chain-behaviour.ts';

/**
 * The places again, with verdicts that the log itself shows where no ruleset does. A rule has one target, and a chain
 * one policy: if one packet that met `mangle:POSTROUTING:policy:1` went on to the nat table, that place accepts, also
 * the packets that have no further line there; and so it does if the flow of one was answered. Only what all packets agree in counts; lines may be missing after some.
 */
export function verdictsFromLog(events: TraceEvents, journeys: Journeys): readonly ResolvedPlace[] {
  if (journeys.places.every(({ verdict }) => verdict !== null)) return journeys.places;
  const steps = observeSteps(journeys);
  const answered = answeredPlaces(events, journeys);
  const answers = answersAtPlaces(events, journeys);
  return journeys.places.map((resolved, index) => {
    if (resolved.verdict !== null || resolved.rule !== null || isAnyRule(resolved.place)) return resolved;
    const isRefused = resolved.place.kind === 'rule' && (answers[index]?.size ?? 0) > 0;
    const verdict =
      shownVerdict(steps[index] as StepsAfter) ??
      (answered.has(index) ? 'accept' : isRefused ? 'reject' : null);
    return verdict === null ? resolved : { ...resolved, verdict };
  });
}

/** Whether the lines of the place are of a chain, and any of its rules may be the one: those of nft that print the packet. */
function isAnyRule({ kind, number, printed }: TracePlace): boolean {
  if (kind !== 'rule' || number !== null || printed === null) return false;
  return (
    printed.handle === null && printed.text === null && printed.prefix === null && printed.verdict === null
  );
}

function shownVerdict({ called, continued, returned, left }: StepsAfter): Verdict | null {
  const ways = [called.size > 0, continued > 0, returned > 0, left > 0].filter(Boolean).length;
  if (ways !== 1) return null;
  if (left > 0) return 'accept';
  if (returned > 0) return 'return';
  if (called.size === 1) return 'jump';
  return continued > 0 ? 'continue' : null;
}
