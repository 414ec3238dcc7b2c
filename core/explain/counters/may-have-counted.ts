import type { Rule } from '../../model/ruleset.ts';
import type { PossibleDeath } from '../walked-death.ts';

/** False for a rule or policy that counted nothing while others of its table did: it has stopped no packet. */
export function mayHaveCounted(end: PossibleDeath['end']): boolean {
  const counter = end.kind === 'rule' ? end.rule.counter : end.chain.policyCounter;
  if (counter === null || counter.packets > 0) return true;
  return !end.table.chains.some(({ rules }) => rules.some(hasCounted));
}

function hasCounted({ counter }: Rule): boolean {
  return counter !== null && counter.packets > 0;
}
