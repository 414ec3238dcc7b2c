import { asksForInvalid } from '../../kernel/asks-for-invalid.ts';
import { verdictOfSpec } from '../../kernel/rule-effect.ts';
import type { PolicyCount, RuleCount } from '../../model/analysis.ts';
import type { Clue } from '../../model/clue.ts';
import type { Chain, Counter, Rule, Table } from '../../model/ruleset.ts';
import type { ClueFinder } from './clue-finder.ts';

/** The rules with the most drops: more of them lead nowhere. */
const mostRules = 5;

/**
 * Without a trace of the host's packets, counters are what shows where packets died. They count since the rules were
 * loaded, and so lead to where to look, not to a packet's end. Of two dumps, what they counted in between is told alone.
 */
export const dropsCounted: ClueFinder = ({ events, rulesets, rules, policies }) => {
  const traced = new Set(events.places.map(({ host }) => host));
  const deltas = deltasOf([...rules, ...policies]);
  const counters = rulesets
    .filter(({ host }) => !traced.has(host))
    .flatMap(({ host, ruleset }) =>
      ruleset.tables.flatMap((table) => table.chains.flatMap((chain) => countersOf(host, table, chain))),
    )
    .toSorted(byPackets);
  const between = counters.flatMap((counted) => {
    const delta = deltas.get(placeOf(counted)) ?? null;
    return delta === null || delta.packets === 0 ? [] : [{ ...counted, counter: delta }];
  });
  const isBetweenDumps = deltas.size > 0;
  const told: DropsCounted[] = [];
  const places = new Set<string>();
  for (const counted of isBetweenDumps ? between.toSorted(byPackets) : counters) {
    const place = placeOf(counted);
    if (isBetweenDumps && places.has(place)) continue;
    places.add(place);
    const clue = dropOf(counted, isBetweenDumps);
    if (clue !== null && told.push(clue) === mostRules) break;
  }
  return told;
};

/** What was counted between two dumps, by place; empty where there is one dump only. */
function deltasOf(counts: readonly (RuleCount | PolicyCount)[]): ReadonlyMap<string, Counter> {
  return new Map(
    counts.flatMap((count) =>
      count.delta === null
        ? []
        : [
            [
              [count.host, count.table, count.chain, 'text' in count ? count.text : ''].join('\0'),
              count.delta,
            ] as const,
          ],
    ),
  );
}

function placeOf({ host, table, chain, rule }: Counted): string {
  return [host, table.name, chain.name, rule?.text ?? ''].join('\0');
}

function byPackets(a: Counted, b: Counted): number {
  return b.counter.packets - a.counter.packets;
}

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
function dropOf(
  { host, table, chain, rule, counter }: Counted,
  isBetweenDumps: boolean,
): DropsCounted | null {
  const place = { table: table.name, chain: chain.name };
  if (rule === null) {
    const parameters = { ...place, rule: null, ...counter, isBetweenDumps, invalid: false };
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
    isBetweenDumps,
    invalid: asksForInvalid(rule.spec, verdict),
  };
  return { kind: 'drops-counted', parameters, host, packets: 0, evidence: [{ ...rule.at, text }] };
}
