import type { Drift } from '../../model/drift.ts';
import type { ResolvedPlace } from '../../model/journey.ts';

/** The place with no rule, since which one packets met there can't be known. */
export function withoutRule(resolved: ResolvedPlace, drift: Drift): ResolvedPlace {
  return {
    ...resolved,
    at: resolved.place.kind === 'rule' ? 'rule' : 'unknown',
    rule: null,
    verdict: null,
    foundBy: null,
    shownAt: null,
    drift,
  };
}
