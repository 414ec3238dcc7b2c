import type { LoadedTable } from '../kernel/chains/loaded-tables.ts';
import type { Analysis } from '../model/analysis.ts';
import type { RulesetRow, RulesetRowSide } from '../model/diff.ts';
import type { LineRef } from '../model/evidence.ts';
import type { Chain, Rule } from '../model/ruleset.ts';
import type { ComparedChain } from './compare-chains.ts';
import { compareTables } from './compare-tables.ts';
import { hostState } from '../kernel/host-state.ts';
import { inTheSameWords } from './same-words.ts';
import { pairHosts } from './pair-hosts.ts';
import { ruleWords } from '../dialects/rule-content.ts';
import type { Entry } from './script.ts';
import { tableWords } from './table-words.ts';

/** Both rulesets as one list, chain by chain, with what each rule matched at both times; policies stand after their rules. */
export function rulesetDiff(before: Analysis, after: Analysis): readonly RulesetRow[] {
  const hits = { before: hitsByLine(before), after: hitsByLine(after) };
  return pairHosts(before, after).pairs.flatMap((pair) => {
    const states = inTheSameWords(hostState(before, pair.before), hostState(after, pair.after));
    return compareTables(pair.name, ...states).tables.flatMap(({ chains, ...table }) => {
      const words = tableWords((table.after ?? table.before) as LoadedTable);
      return chains.flatMap((chain): readonly RulesetRow[] => {
        const place = { host: pair.name, table: words, chain: chain.name };
        return [...chain.rules.map(ruleRow), ...policyRows(chain)].map((row) => ({ ...place, ...row }));
      });
    });
  });

  function ruleRow({ before: old, after: now, change }: Entry<Rule>): Row {
    const side = (rule: Rule | null, counts: Hits): RulesetRowSide | null =>
      rule === null
        ? null
        : { number: rule.number, text: ruleWords(rule), packets: packetsAt(counts, rule.at), at: rule.at };
    return {
      state: stateOf(change?.kind ?? null),
      before: side(old, hits.before),
      after: side(now, hits.after),
    };
  }

  function policyRows({ exists, policy }: ComparedChain): readonly Row[] {
    const side = (chain: Chain | null, counts: Hits): RulesetRowSide | null =>
      chain === null || chain.policy === null
        ? null
        : {
            number: null,
            text:
              chain.base === null
                ? `policy ${chain.policy}`
                : `priority ${chain.base.priority}, policy ${chain.policy}`,
            packets: packetsAt(counts, chain.at),
            at: chain.at,
          };
    const sides = { before: side(policy.before, hits.before), after: side(policy.after, hits.after) };
    if (sides.before === null && sides.after === null) return [];
    return [{ state: stateOf((policy.change ?? exists.change)?.kind ?? null), ...sides }];
  }
}

type Row = Pick<RulesetRow, 'state' | 'before' | 'after'>;
type Hits = ReadonlyMap<string, number>;

/** Matches seen in the log, by the line of the rule or of the chain's policy. */
function hitsByLine({ rules, policies }: Pick<Analysis, 'rules' | 'policies'>): Hits {
  const hits = new Map<string, number>();
  for (const { at, packets } of [...rules, ...policies]) if (at !== null) hits.set(lineKey(at), packets);
  return hits;
}

function packetsAt(hits: Hits, at: LineRef): number | null {
  return hits.get(lineKey(at)) ?? null;
}

function lineKey({ file, line }: LineRef): string {
  return `${file}\0${line}`;
}

function stateOf(change: string | null): RulesetRow['state'] {
  switch (change) {
    case 'rule-added':
    case 'chain-added':
      return 'added';
    case 'rule-removed':
    case 'chain-removed':
      return 'removed';
    case 'rule-moved':
      return 'moved';
    case 'rule-changed':
    case 'policy-changed':
      return 'changed';
    default:
      return 'same';
  }
}
