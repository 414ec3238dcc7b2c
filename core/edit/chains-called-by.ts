import type { Rule } from '../model/ruleset.ts';

/** The chains of its table that a rule may lead to, those of maps that stand in it included. */
export function chainsCalledBy({ spec }: Rule): readonly string[] {
  return spec.statements.flatMap((statement) => {
    if (statement.kind === 'jump' || statement.kind === 'goto') return [statement.chain];
    if (statement.kind !== 'verdict-map' || statement.map.kind !== 'listed') return [];
    return statement.map.elements.flatMap(({ value }) =>
      value?.kind === 'verdict' && 'chain' in value.verdict ? [value.verdict.chain] : [],
    );
  });
}
