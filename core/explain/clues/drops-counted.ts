import { asksForInvalid } from '../../kernel/asks-for-invalid.ts';
import { verdictOfSpec } from '../../kernel/rule-effect.ts';
import type { Clue } from '../../model/clue.ts';
import type { Chain, Counter, Rule, Table } from '../../model/ruleset.ts';
import type { ClueFinder } from './clue-finder.ts';

/** The rules with the most drops: more of them lead nowhere. */
const mostRules = 5;

/**
 * Without a trace of the host's packets, counters are what shows where packets died. They count since the rules were
 * loaded, and so lead to where to look, not to a packet's end.
 */
export const dropsCounted: ClueFinder = ({ events, rulesets }) => {
  const traced = new Set(events.places.map(({ host }) => host));
  const counters = rulesets
    .filter(({ host }) => !traced.has(host))
    .flatMap(({ host, ruleset }) =>
      ruleset.tables.flatMap((table) => table.chains.flatMap((chain) => countersOf(host, table, chain))),
    )
    .toSorted((a, b) => b.counter.packets - a.counter.packets);
  const told: DropsCounted[] = [];
  for (const counted of counters) {
    const clue = dropOf(counted);
    if (clue !== null && told.push(clue) === mostRules) break;
  }
  return told;
};

type DropsCounted = Extract<Clue, { kind: 'drops-counted' }>;

/** Something that has counted packets: a rule, or a chain's policy. */
interface Counted {
  readonly host: string;
  readonly table: Table;
  readonly chain: Chain;
  /** Null for the policy. */
  readonly rule: Rule | null;
  readonly counter: Counter;
}

function countersOf(host: string, table: Table, chain: Chain): readonly Counted[] {
  const counted: Counted[] = [];
  for (const rule of chain.rules)
    if (rule.counter !== null && rule.counter.packets > 0 && rule.spec.lacks?.('refusal') !== true)
      counted.push({ host, table, chain, rule, counter: rule.counter });
  const { policy, policyCounter } = chain;
  if (policy === 'DROP' && policyCounter !== null && policyCounter.packets > 0)
    counted.push({ host, table, chain, rule: null, counter: policyCounter });
  return counted;
}

/** What it dropped; null for what does not drop. */
function dropOf({ host, table, chain, rule, counter }: Counted): DropsCounted | null {
  const place = { table: table.name, chain: chain.name };
  if (rule === null) {
    const parameters = { ...place, rule: null, ...counter, invalid: false };
    return {
      kind: 'drops-counted',
      parameters,
      host,
      packets: 0,
      evidence: [{ ...chain.at, text: '' }],
    };
  }
  const verdict = verdictOfSpec(rule.spec);
  if (verdict !== 'drop' && verdict !== 'reject') return null;
  const text = rule.text.trim();
  const parameters = {
    ...place,
    rule: { number: rule.number, text },
    ...counter,
    invalid: asksForInvalid(rule.spec, verdict),
  };
  return { kind: 'drops-counted', parameters, host, packets: 0, evidence: [{ ...rule.at, text }] };
}
