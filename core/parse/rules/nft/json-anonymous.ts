import type { Rule } from '../../../model/ruleset.ts';
import type { TableFamily } from '../../../model/table-family.ts';
import { nftRuleset } from './nft-ruleset.ts';

/** A rule with chains of its own, and the rules of each of them in the order in which they are numbered. */
export interface RuleWithChains {
  readonly rule: Rule;
  readonly chains: readonly (readonly Rule[])[];
}

/**
 * A rule that jumps to a chain which stands in it. nft has no JSON for that and prints text in its place:
 *
 *   {"rule": {..., "expr": ["jump {\n\t\t\ttcp dport 99 accept\n\t\t}"]}}
 *
 * The text is read as in a listing. `taken` is how many such chains came before. Null for any other rule.
 */
export function readAnonymous(text: string, family: TableFamily, taken: number): RuleWithChains | null {
  if (!/(?:^|\s)(?:jump|goto) \{/.test(text)) return null;
  const before = Array.from({ length: taken }, () => 'jump { }');
  const lines = [`table ${family} json {`, 'chain own {', ...before, ...text.split('\n'), '}', '}'];
  const { records } = nftRuleset.parse(lines, '');
  const table = records?.kind === 'rulesets' ? records.items[0]?.tables[0] : undefined;
  const [own, ...chains] = table?.chains ?? [];
  const rule = own?.rules[taken];
  if (rule === undefined) return null;
  return { rule, chains: chains.slice(taken).map(({ rules }) => rules) };
}
