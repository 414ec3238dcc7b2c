import type { MatchFacts } from '../match/match-facts.ts';
import type { Walk } from './walk.ts';
import type { PlacedRule } from './walk-end.ts';

/** What the rules of a table can ask besides the packet. */
export function factsOf({ host }: Walk, { table }: Pick<PlacedRule, 'table'>): MatchFacts {
  const { network, inSet, ipsets } = host;
  return { network, inSet, nftSets: table.sets, ...(ipsets === undefined ? {} : { ipsets }) };
}
