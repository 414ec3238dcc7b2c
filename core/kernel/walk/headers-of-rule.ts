import type { Condition } from '../../model/condition.ts';
import type { Chain } from '../../model/ruleset.ts';
import { conditionKey } from '../conditions/condition-key.ts';
import { headersMatching } from '../headers/condition-headers.ts';
import type { HeaderQuestion } from '../headers/questions.ts';
import { type Diagram, NOTHING } from '../sets/decision-diagrams.ts';
import { type Branch, withSet } from './branch.ts';
import { factsOf } from './facts.ts';
import { isFleeting } from './fleeting.ts';
import type { Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

/** Some headers of a branch, for which a rule's conditions hold or do not. */
export interface HeadersOfRule {
  readonly branch: Branch;
  readonly holds: 'yes' | 'no';
}

/** The headers for which the conditions hold, and the others. */
export function headersOfRule(
  walk: Walk,
  branch: Branch,
  placed: PlacedRule,
  conditions: readonly Condition[],
): readonly HeadersOfRule[] {
  const { headers } = branch;
  if (headers === null) return [];
  const matching = headersMeeting(walk, branch, placed, conditions);
  const [met, passed] = [
    withSet(branch, matching),
    withSet(branch, headers.space.diagrams.minus(headers.set, matching)),
  ];
  return [
    ...(passed === null ? [] : [{ branch: passed, holds: 'no' as const }]),
    ...(met === null ? [] : [{ branch: met, holds: 'yes' as const }]),
  ];
}

/** The headers of a branch for which all conditions of a rule hold. */
export function headersMeeting(
  walk: Walk,
  branch: Branch,
  placed: PlacedRule,
  conditions: readonly Condition[],
): Diagram {
  const { headers, packet } = branch;
  if (headers === null) return NOTHING;
  const ask = (condition: Condition): HeaderQuestion => questionAbout(branch, condition, placed);
  return headersMatching(conditions, packet, headers, factsOf(walk, placed), ask);
}

/** Whether a condition holds, where that is not known. One that is fleeting is asked anew at each rule. */
function questionAbout({ packet, hook }: Branch, condition: Condition, placed: PlacedRule): HeaderQuestion {
  const key = conditionKey(condition);
  const { table, chain, rule, number } = placed;
  const at = { table: table.name, chain: chain.name, number };
  const { dialect } = rule.spec;
  const answers = [false, true].map(
    (holds) => ({ kind: 'condition', dialect, condition, holds, at }) as const,
  );
  if (!isFleeting(condition)) {
    const { src, dst, sport, dport, inInterface, outInterface, mark } = packet;
    const about = [src, dst, sport, dport, inInterface, outInterface, mark].join(' ');
    return { words: `${key} for ${about}`, answers, isFleeting: false };
  }
  const place = `${hook} ${table.family} ${table.name} ${chain.name} ${placesIn(chain).get(condition)}`;
  return { words: `${key} at ${placed.calledBy ?? ''} ${place}`, answers, isFleeting: true };
}

/** How often equal conditions stand before each fleeting one of a chain: rules above it may change without it. */
function placesIn(chain: Chain): ReadonlyMap<Condition, number> {
  let places = placesOf.get(chain);
  if (places === undefined) {
    const seen = new Map<string, number>();
    places = new Map();
    for (const { spec } of chain.rules)
      for (const condition of spec.conditions)
        if (isFleeting(condition)) {
          const key = conditionKey(condition);
          const before = seen.get(key) ?? 0;
          seen.set(key, before + 1);
          places.set(condition, before);
        }
    placesOf.set(chain, places);
  }
  return places;
}

const placesOf = new WeakMap<Chain, Map<Condition, number>>();
