import { asksForInvalid } from '../../kernel/asks-for-invalid.ts';
import { verdictOfSpec } from '../../kernel/rule-effect.ts';
import type { Clue } from '../../model/clue.ts';
import type { Chain, Table } from '../../model/ruleset.ts';
import type { ClueFinder } from './clue-finder.ts';

/** The rules with the most drops: more of them lead nowhere. */
const mostRules = 5;

/**
 * Without a trace of the host's packets, counters are what shows where packets died. They count since the rules were
 * loaded, and so lead to where to look, not to a packet's end.
 */
export const dropsCounted: ClueFinder = ({ events, rulesets }) => {
  const traced = new Set(events.places.map(({ host }) => host));
  const counted = rulesets
    .filter(({ host }) => !traced.has(host))
    .flatMap(({ host, ruleset }) =>
      ruleset.tables.flatMap((table) => table.chains.flatMap((chain) => dropsIn(host, table, chain))),
    );
  return counted.toSorted((a, b) => b.parameters.packets - a.parameters.packets).slice(0, mostRules);
};

type DropsCounted = Extract<Clue, { kind: 'drops-counted' }>;

function dropsIn(host: string, table: Table, chain: Chain): readonly DropsCounted[] {
  const drops = chain.rules.flatMap((rule): DropsCounted[] => {
    if (rule.counter === null || rule.counter.packets === 0) return [];
    const verdict = verdictOfSpec(rule.spec);
    if (verdict !== 'drop' && verdict !== 'reject') return [];
    const parameters = {
      table: table.name,
      chain: chain.name,
      rule: { number: rule.number, text: rule.text.trim() },
      ...rule.counter,
      invalid: asksForInvalid(rule.spec, verdict),
    };
    const evidence = [{ ...rule.at, text: rule.text.trim() }];
    return [{ kind: 'drops-counted', parameters, host, packets: 0, evidence }];
  });
  const { policy, policyCounter } = chain;
  if (policy !== 'DROP' || policyCounter === null || policyCounter.packets === 0) return drops;
  const parameters = { table: table.name, chain: chain.name, rule: null, ...policyCounter, invalid: false };
  return [
    ...drops,
    { kind: 'drops-counted', parameters, host, packets: 0, evidence: [{ ...chain.at, text: '' }] },
  ];
}
