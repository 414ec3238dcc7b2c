import { ruleContent } from '../dialects/rule-content.ts';
import type { LoadedTable } from '../kernel/chains/loaded-tables.ts';
import type { ChangeDetail } from '../model/change-detail.ts';
import type { Chain, Rule, Table } from '../model/ruleset.ts';
import { compareBase, printedHook } from './compare-base.ts';
import { compareRules } from './compare-rules.ts';
import { type Describe, describer } from './describe-change.ts';
import { ruleKey } from './rule-key.ts';
import type { Entry, FoundChange, Script } from './script.ts';
import { tableWords } from './table-words.ts';

/** A chain of both times laid into one. */
export interface ComparedChain {
  readonly name: string;
  /** The chain itself: there on both sides, or added or removed. */
  readonly exists: Entry<Chain>;
  /** By the policy's own change. */
  readonly policy: Entry<Chain>;
  readonly rules: Script<Rule>;
}

/** A table that is not loaded lets everything pass: like one whose chains are empty. */
export function compareChains(
  host: string,
  shown: LoadedTable,
  before: Table | null,
  after: Table | null,
  formerly: Map<string, string>,
): readonly ComparedChain[] {
  const later = new Map(after?.chains.map((chain) => [chain.name, chain]));
  const earlier = new Map(before?.chains.map((chain) => [chain.name, chain]));
  const names = new Set([...earlier.keys(), ...later.keys()]);
  const { family, name: table } = shown.table;
  return Array.from(names, (name): ComparedChain => {
    const [old, now] = [earlier.get(name) ?? null, later.get(name) ?? null];
    const unseen = isUnseen(old, before) ? now : isUnseen(now, after) ? old : null;
    if (unseen !== null) return sameChain(unseen);
    const describe = describer(host, tableWords(shown), { family, table, chain: name });
    return {
      name,
      exists: compareExistence(old, now, describe),
      policy: comparePolicy(old, now, describe),
      rules: compareRules(old?.rules ?? [], now?.rules ?? [], describe, (from, to) =>
        formerly.set(
          ruleKey(family, table, name, ruleContent(to)),
          ruleKey(family, table, name, ruleContent(from)),
        ),
      ),
    };
  });
}

/** iptables' built-in chains come and go with their table, which no one adds. */
function compareExistence(old: Chain | null, now: Chain | null, describe: Describe): Entry<Chain> {
  if (isBuiltIn(old ?? now) || (old !== null && now !== null))
    return { before: old, after: now, change: null };
  const head = detailOfHead((old ?? now) as Chain);
  const change =
    old === null
      ? describe('chain-added', head, null, headingOf(now))
      : describe('chain-removed', head, headingOf(old), null);
  return { before: old, after: now, change };
}

function isBuiltIn(chain: Chain | null): boolean {
  return chain !== null && chain.policy !== null && chain.base === null;
}

function detailOfHead({ base, policy }: Chain): (chain: string) => ChangeDetail {
  const hook = printedHook(base);
  return (chain) => ({ kind: 'chain', chain, hook, policy: hook === null ? null : (policy ?? 'ACCEPT') });
}

function comparePolicy(old: Chain | null, now: Chain | null, describe: Describe): Entry<Chain> {
  const unchanged = { before: old, after: now, change: null };
  if (old?.base || now?.base) {
    // What comes or goes as a whole has its own change.
    const differences = old === null || now === null ? [] : compareBase(old, now);
    if (differences.length === 0) return unchanged;
    const detail = (chain: string): ChangeDetail => ({ kind: 'differences', of: chain, differences });
    const change = describe('policy-changed', detail, headingOf(old), headingOf(now));
    const policies = [old?.policy ?? null, now?.policy ?? null] as const;
    return { before: old, after: now, change: { ...change, policies } };
  }
  const [was, is] = [old?.policy ?? 'ACCEPT', now?.policy ?? 'ACCEPT'];
  if (!isBuiltIn(old ?? now) || was === is) return unchanged;
  const detail = (chain: string): ChangeDetail => ({ kind: 'value', of: chain, before: was, after: is });
  const change = describe('policy-changed', detail, headingOf(old), headingOf(now));
  return { before: old, after: now, change: { ...change, policies: [was, is] } };
}

function headingOf(chain: Chain | null): FoundChange['before'] {
  return chain === null ? null : { ...chain.at, text: `:${chain.name} ${chain.policy ?? '-'}` };
}

/** What changed of the chain, each change once: both places of a moved rule have the same. */
export function changesOfChain({ exists, policy, rules }: ComparedChain): readonly FoundChange[] {
  const changes = [exists.change, policy.change, ...rules.map(({ change }) => change)];
  return [...new Set(changes)].filter((change) => change !== null);
}

/** A chain that stayed as it is. */
export function sameChain(chain: Chain): ComparedChain {
  return {
    name: chain.name,
    exists: { before: chain, after: chain, change: null },
    policy: { before: chain, after: chain, change: null },
    rules: chain.rules.map((rule) => ({ before: rule, after: rule, change: null })),
  };
}

/** Whether a side shows only a part of the table, or of the chain, so that nothing is known to have gone. */
function isUnseen(chain: Chain | null, table: Table | null): boolean {
  if (table === null) return false;
  return chain === null ? table.covers === 'its-chains' : chain.cuts.length > 0;
}
