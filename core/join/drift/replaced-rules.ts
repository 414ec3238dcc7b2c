import type { Drift } from '../../model/drift.ts';
import type { ResolvedPlace } from '../../model/journey.ts';
import { loggedPlace } from '../rules/resolve-place.ts';
import type { StepsAfter } from './chain-behaviour.ts';

/**
 * The places, by index, whose rule can't be the one that packets met: it has counted nothing, and `iptables -R` and a rule
 * that was deleted and added again begin at nothing. The other rules of the chain that the log shows have counted as much
 * as it shows or more, so the dump is of a later time, and its counters were not reset since.
 */
export function replacedRules(
  places: readonly ResolvedPlace[],
  steps: readonly StepsAfter[],
): ReadonlyMap<number, Drift> {
  const chains = new Map<string, number[]>();
  places.forEach(({ place, rule, drift, foundBy }, index) => {
    const isCounted = rule !== null && rule.counter !== null;
    if (!isCounted || drift !== null || place.tracer !== 'trace' || foundBy !== 'number') return;
    const key = [place.host, place.family, place.table, place.chain].join('\0');
    const known = chains.get(key);
    if (known === undefined) chains.set(key, [index]);
    else known.push(index);
  });
  const replaced = new Map<number, Drift>();
  for (const indexes of chains.values()) {
    const counted = (index: number): number => places[index]?.rule?.counter?.packets ?? 0;
    const met = (index: number): number => steps[index]?.packets ?? 0;
    const empty = indexes.filter((index) => counted(index) === 0 && met(index) > 0);
    const others = indexes.filter((index) => counted(index) > 0 && met(index) > 0);
    if (others.length === 0 || others.some((index) => counted(index) < met(index))) continue;
    for (const index of empty) {
      const { place, rule } = places[index] as ResolvedPlace;
      replaced.set(index, {
        kind: 'replaced',
        logged: loggedPlace(place),
        text: rule?.text ?? '',
        packets: met(index),
      });
    }
  }
  return replaced;
}
