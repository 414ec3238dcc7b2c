import { chainsOfTable } from '../../model/chain-of-table.ts';
import type { Drift } from '../../model/drift.ts';
import { evidenceAt } from '../../model/evidence.ts';
import type { ResolvedPlace, Verdict } from '../../model/journey.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import type { PrintedRule, TracePlace } from '../../model/trace.ts';
import { specOfPrinted } from '../../dialects/printed-rule.ts';
import { verdictOfSpec } from '../../kernel/rule-effect.ts';
import { type TextAt, verdictOfRule } from './resolve-place.ts';
import { rulesWithHandle, rulesWithText, sameRuleText } from './rule-text.ts';

/**
 * Ties the place of a line of `nft monitor trace` or `xtables-monitor --trace` to the rule that the packet met there.
 * These print no position but the rule itself, xtables-monitor its handle too. The rule is looked for by handle, then
 * by text; its position in the chain is that of the rule of the other dumps of the table, since iptables-nft-save lists
 * the rules of a chain as `nft list ruleset` does. What is shown is the rule in the words of iptables where the bundle
 * has them.
 *
 * The verdict of the line is what happened; a ruleset that says otherwise is not the one of the capture.
 */
export function resolvePrinted(place: TracePlace, dumps: readonly Table[], textAt: TextAt): ResolvedPlace {
  const printed = place.printed as PrintedRule;
  const chains = dumps.flatMap((table) =>
    chainsOfTable(table, place.chain).map((chain) => ({ table, chain })),
  );
  if (place.kind !== 'rule') return chainEndAs(place, printed, chains, textAt);
  const observed = verdictAsPrinted(place, printed);
  const nothing = { place, at: 'rule', rule: null, verdict: observed, foundBy: null, shownAt: null } as const;
  if (printed.text === null && printed.handle === null) return { ...nothing, at: 'unknown', drift: null };
  const found = findRule(place, printed, chains);
  if (found === null) {
    const drift = isFullyKnown(place, printed, dumps, chains)
      ? missing(place, printed, chains.length > 0)
      : null;
    return { ...nothing, drift };
  }
  const { rule, table } = found;
  const said = verdictOfRule(rule, table);
  if (!agree(observed, said)) {
    const chain = `${place.table}/${place.chain}`;
    const verdict = observed ?? '';
    return { ...nothing, drift: { kind: 'other-verdict', chain, verdict, text: rule.text } };
  }
  return {
    place: { ...place, number: rule.number },
    at: 'rule',
    rule,
    verdict: said === 'reject' || observed === null ? said : observed,
    foundBy: found.by,
    drift: null,
    shownAt: evidenceAt(rule.at, textAt(rule.at)),
  };
}

/**
 * Whether a rule that no dump shows was not there: the chain is known whole, in the words in which the trace prints the
 * rule. The words of nft and those of iptables can't be held against each other.
 */
function isFullyKnown(
  place: TracePlace,
  { text, handle }: PrintedRule,
  dumps: readonly Table[],
  chains: readonly DumpedChain[],
): boolean {
  if (chains.length === 0) return dumps.length > 0 && dumps.every(({ covers }) => covers === 'every-chain');
  return chains.some(({ chain }) => {
    if (chain.cuts.length > 0) return false;
    if (chain.rules.length === 0) return true;
    if (text === null) return handle !== null && chain.rules.every((rule) => rule.handle !== null);
    const areOfIptables = chain.rules.every((rule) => rule.spec.dialect === 'iptables');
    return areOfIptables === (specOfPrinted(place)?.dialect === 'iptables');
  });
}

interface DumpedChain {
  readonly table: Table;
  readonly chain: Chain;
}

interface FoundRule {
  readonly rule: Rule;
  readonly table: Table;
  readonly by: 'handle' | 'text';
}

function findRule(place: TracePlace, printed: PrintedRule, chains: readonly DumpedChain[]): FoundRule | null {
  for (const by of ['handle', 'text'] as const) {
    for (const { chain, table } of chains.toReversed()) {
      const alike =
        by === 'handle' ? rulesWithHandle(chain, printed.handle) : rulesWithText(chain, printed.text);
      const rule = alike[Math.min(printed.nth ?? 0, alike.length - 1)];
      if (rule === undefined) continue;
      const shown = asIptablesHasIt(rule, chain, chains) ?? { rule, table };
      // A handle of another time may be another rule's by now.
      if (by === 'handle' && contradicts(shown.rule, place, printed)) continue;
      return { ...shown, by };
    }
  }
  return null;
}

/** The rule of that position in the words of iptables-save; null where the bundle has no such dump of the same length. */
function asIptablesHasIt(
  { number }: Rule,
  { rules }: Chain,
  chains: readonly DumpedChain[],
): { rule: Rule; table: Table } | null {
  for (const { chain, table } of chains.toReversed()) {
    if (chain.base !== null || chain.rules.length !== rules.length || number === null) continue;
    const rule = chain.rules[number - 1];
    if (rule?.spec.dialect === 'iptables') return { rule, table };
  }
  return null;
}

function contradicts(rule: Rule, place: TracePlace, { text }: PrintedRule): boolean {
  const printed = specOfPrinted(place);
  if (text === null || printed === null) return false;
  return rule.spec.dialect === printed.dialect && !sameRuleText(rule.text, text);
}

/** A rule that rejects shows as one that drops. */
function verdictAsPrinted(place: TracePlace, { verdict }: PrintedRule): Verdict | null {
  if (verdict !== 'drop') return verdict;
  const spec = specOfPrinted(place);
  return spec !== null && verdictOfSpec(spec) === 'reject' ? 'reject' : verdict;
}

function agree(observed: Verdict | null, said: Verdict | null): boolean {
  if (observed === null || said === null || observed === said) return true;
  // What SYNPROXY and queues do shows as the verdict that comes of it.
  return said === 'queue' || said === 'stolen' || (observed === 'drop' && said === 'reject');
}

function missing(place: TracePlace, { text, handle }: PrintedRule, hasChain: boolean): Drift {
  const { table, chain } = place;
  if (!hasChain) return { kind: 'no-chain', table, chain };
  return { kind: 'no-rule', chain: `${table}/${chain}`, text, handle };
}

function chainEndAs(
  place: TracePlace,
  printed: PrintedRule,
  chains: readonly DumpedChain[],
  textAt: TextAt,
): ResolvedPlace {
  const isPolicy = place.kind === 'policy';
  const shown = chains.findLast(({ chain }) => chain.base === null && chain.policy !== null) ?? chains.at(-1);
  const said = shown?.chain.policy === 'DROP' ? 'drop' : shown?.chain.policy === 'ACCEPT' ? 'accept' : null;
  const verdict = isPolicy ? (printed.verdict ?? said) : 'return';
  const differs = isPolicy && said !== null && verdict !== said;
  return {
    place: { ...place, number: shown === undefined ? null : shown.chain.rules.length + 1 },
    at: isPolicy ? 'policy' : 'return',
    rule: null,
    verdict,
    foundBy: shown === undefined ? null : 'text',
    drift: differs
      ? {
          kind: 'other-policy',
          chain: `${place.table}/${place.chain}`,
          verdict: verdict ?? '',
          inFile: said ?? '',
        }
      : null,
    shownAt:
      isPolicy && !differs && shown !== undefined ? evidenceAt(shown.chain.at, textAt(shown.chain.at)) : null,
  };
}
