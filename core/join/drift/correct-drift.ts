import type { Drift } from '../../model/drift.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import type { Journeys, ResolvedPlace } from '../../model/journey.ts';
import { countByShape } from '../../model/shape-steps.ts';
import type { Rule, Table } from '../../model/ruleset.ts';
import type { TraceEvents } from '../../model/trace.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import { observeSteps, type StepsAfter } from './chain-behaviour.ts';
import { type Answer, answersAtPlaces, answersSo } from './answers-at-places.ts';
import { examplesAtPlaces, rewritesAtPlaces } from './headers-at-places.ts';
import { couldMatch, reAnchor } from './re-anchor.ts';
import { loggedPlace, type TextAt } from '../rules/resolve-place.ts';
import { replacedRules } from './replaced-rules.ts';
import { withoutRule } from '../rules/without-rule.ts';

/**
 * The places again, corrected by what packets did there; null where nothing contradicts the rulesets.
 *
 * A ruleset of another time can fit every number and still be wrong: rule 3 of the file drops, and the packets that
 * met rule 3 went on; or it wants UDP, and they were TCP. One such packet may be the work of a lost line; if most
 * packets that met a rule went on as it does not allow, or none of them can match it, the file is not the ruleset of
 * the capture there. Where one number of a chain does not fit, the chain's others are no better: all of them are
 * looked for again, and where nothing decides, no rule is named.
 */
export function correctDrift(
  events: TraceEvents,
  journeys: Journeys,
  tables: readonly (Table | null)[],
  textAt: TextAt,
): readonly ResolvedPlace[] | null {
  if (tables.every((table) => table === null)) return null;
  const examples = examplesAtPlaces(events, journeys);
  const answers = answersAtPlaces(events, journeys);
  const contradictions = findContradictions(journeys, examples, answers);
  const steps = observeSteps(journeys);
  const replaced = replacedRules(journeys.places, steps);
  if (replaced.size === 0 && contradictions.every((contradiction) => contradiction === null)) return null;
  const rewrites = rewritesAtPlaces(events, journeys);
  const chains = new Map<string, number[]>();
  journeys.places.forEach((resolved, index) => {
    // What prints its rules is not looked for by position.
    if (resolved.place.printed !== null) return;
    const key = chainKey(resolved);
    const list = chains.get(key);
    if (list === undefined) chains.set(key, [index]);
    else list.push(index);
  });
  const corrected = [...journeys.places];
  let changed = replaced.size > 0;
  for (const [index, drift] of replaced)
    corrected[index] = withoutRule(corrected[index] as ResolvedPlace, drift);
  for (const indexes of chains.values()) {
    if (!indexes.some((index) => contradictions[index] !== null)) continue;
    const table = tables[indexes[0] as number] ?? null;
    const name = journeys.places[indexes[0] as number]?.place.chain;
    const chain = table === null || name === undefined ? undefined : chainOfTable(table, name);
    const drifted = indexes.map((index) => ({
      index,
      resolved: journeys.places[index] as ResolvedPlace,
      behaviour: {
        ...(steps[index] as StepsAfter),
        rewrittenTo: rewrites[index] ?? new Set(),
        answers: answers[index] ?? new Set(),
        examples: examples[index] ?? [],
      },
    }));
    const anchored = table === null || chain === undefined ? null : reAnchor(drifted, chain, table, textAt);
    // Every rule is where its number says: lines are missing, the ruleset is the one of the log.
    if (
      drifted.every(
        ({ index, resolved }) => anchored?.get(index)?.rule === resolved.rule && resolved.verdict !== null,
      )
    )
      continue;
    changed = true;
    for (const { index, resolved } of drifted) {
      corrected[index] = anchored?.get(index) ?? undecided(resolved, contradictions[index] ?? null);
    }
  }
  return changed ? corrected : null;
}

/** For each place, what contradicts the rule that its number names; null where nothing does. */
function findContradictions(
  journeys: Journeys,
  examples: readonly (readonly MatchPacket[])[],
  answers: readonly ReadonlySet<Answer>[],
): readonly (Drift | null)[] {
  const follows = countFollowers(journeys);
  return journeys.places.map((resolved, index) => {
    const { place, rule, verdict, drift } = resolved;
    if (drift !== null) return drift;
    const seen = follows[index] as Followers;
    if (verdict !== null && seen.refuting > seen.regular) {
      return { kind: 'went-on', logged: loggedPlace(place), text: rule?.text ?? null };
    }
    if (rule !== null && noneCanMatch(rule, examples[index] ?? [])) {
      return { kind: 'no-match', logged: loggedPlace(place), text: rule.text };
    }
    const answered = answers[index] ?? new Set();
    if (rule !== null && answered.size > 0 && answersSo(rule, answered) === false)
      return { kind: 'answered-otherwise', logged: loggedPlace(place), text: rule.text };
    return null;
  });
}

function noneCanMatch(rule: Rule, examples: readonly MatchPacket[]): boolean {
  return examples.length > 0 && examples.every((packet) => couldMatch(rule, { examples: [packet] }) === 'no');
}

function undecided(resolved: ResolvedPlace, contradiction: Drift | null): ResolvedPlace {
  const { place } = resolved;
  return withoutRule(resolved, {
    kind: 'undecided',
    number: place.number,
    because: contradiction ?? { kind: 'others-differ', logged: loggedPlace(place) },
  });
}

/** How many journeys went on from a place as the ruleset says, and how many as it does not allow. */
interface Followers {
  regular: number;
  refuting: number;
}

function countFollowers(journeys: Journeys): readonly Followers[] {
  const through = countByShape(journeys);
  const follows = journeys.places.map((): Followers => ({ regular: 0, refuting: 0 }));
  // Children come after their parents, so backwards every count is complete when it is passed on.
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
