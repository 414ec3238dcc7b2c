import { natOf } from '../kernel/rule-effect.ts';
import type { ChangeDetail } from '../model/change-detail.ts';
import type { ChangeEffect } from '../model/diff.ts';
import type { Rule } from '../model/ruleset.ts';
import type { FoundChange } from './script.ts';

/** Makes a change of one chain; `rules` are those that come, go or stand elsewhere, of both times. */
export type Describe = (
  kind: FoundChange['kind'],
  detail: (chain: string) => ChangeDetail,
  before: FoundChange['before'],
  after: FoundChange['after'],
  rules?: readonly Rule[],
) => FoundChange;

/** How the changes of one chain are made; `table` as its change names it. */
export function describer(host: string, table: string, chain: NonNullable<FoundChange['chain']>): Describe {
  const place = `${table}/${chain.chain}`;
  return (kind, detail, before, after, rules = []) => ({
    kind,
    host,
    detail: detail(place),
    before,
    after,
    effect: rules.some(rewritesSource) ? LATER : null,
    chain,
  });
}

/** Targets and statements that run after the last line that a trace has of a packet. */
const LATER: ChangeEffect = { kind: 'source-rewritten' };

function rewritesSource({ spec }: Rule): boolean {
  const type = natOf(spec)?.type;
  return type === 'snat' || type === 'masquerade' || type === 'netmap';
}
