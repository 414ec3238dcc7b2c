import type { Journeys, ResolvedPlace } from '../model/journey.ts';

/**
 * The places again, without what the packets' own ways contradict.
 *
 * A ruleset of another time can fit every number and still be wrong: rule 3 of the file drops, and the packets that
 * met rule 3 went on. One such packet may be the work of a lost line; if most packets that met a rule went on as it
 * does not allow, the file is not the ruleset of the capture there. And where one number of a chain does not fit, the
 * chain's other numbers are no better, but for jumps that led where the file says. Null where nothing changes.
 */
export function withoutContradictions(journeys: Journeys): readonly ResolvedPlace[] | null {
  const follows = countFollowers(journeys);
  const refuted = journeys.places.map((resolved, index) => {
    const seen = follows[index] as Followers;
    if (resolved.drift !== null || resolved.verdict === null || seen.refuting <= seen.regular) return null;
    const what = resolved.rule === null ? 'the end of the chain' : `"${resolved.rule.text}"`;
    return `packets that met ${resolved.place.chain}:${resolved.place.number} went on as ${what} of the file does not allow`;
  });
  const drifted = new Set<string>();
  journeys.places.forEach((resolved, index) => {
    if (resolved.drift !== null || refuted[index] !== null) drifted.add(chainKey(resolved));
  });
  if (drifted.size === 0) return null;

  let changed = false;
  const places = journeys.places.map((resolved, index): ResolvedPlace => {
    if (resolved.drift !== null || !drifted.has(chainKey(resolved))) return resolved;
    const seen = follows[index] as Followers;
    const provenJump = (resolved.verdict === 'jump' || resolved.verdict === 'goto') && seen.regular > 0;
    if (refuted[index] === null && provenJump) return resolved;
    changed = true;
    return {
      ...resolved,
      at: resolved.place.kind === 'rule' ? 'rule' : 'unknown',
      rule: null,
      verdict: null,
      shownAt: null,
      drift:
        refuted[index] ??
        `other numbers of ${resolved.place.chain} do not fit the file, so this one can't be trusted`,
    };
  });
  return changed ? places : null;
}

/** How many journeys went on from a place as the ruleset says, and how many as it does not allow. */
interface Followers {
  regular: number;
  refuting: number;
}

function countFollowers(journeys: Journeys): readonly Followers[] {
  const through = new Float64Array(journeys.shapes.length);
  for (const shape of journeys.shape) through[shape] = (through[shape] as number) + 1;
  const follows = journeys.places.map((): Followers => ({ regular: 0, refuting: 0 }));
  // Children come behind their parents, so backwards every count is complete when it is passed on.
  for (let index = journeys.shapes.length - 1; index > 0; index--) {
    const shape = journeys.shapes[index];
    if (shape === undefined || shape.parent <= 0) continue;
    const count = through[index] as number;
    through[shape.parent] = (through[shape.parent] as number) + count;
    const parentPlace = journeys.shapes[shape.parent]?.place ?? -1;
    const seen = follows[parentPlace];
    if (seen === undefined) continue;
    if (shape.gap) seen.refuting += count;
    else seen.regular += count;
  }
  return follows;
}

function chainKey({ place }: ResolvedPlace): string {
  return `${place.host}\0${place.family}\0${place.table}\0${place.chain}`;
}
