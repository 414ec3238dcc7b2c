import { chainsCalled, chainsOfMap } from '../kernel/chains/chains-called.ts';
import type { Chain, NftSet, Rule } from '../model/ruleset.ts';
import type { Entry, FoundChange, Script } from './script.ts';

/**
 * A jump to a new chain, the rules in it and the maps that lead to it need the chain, as a lookup needs its set; a
 * chain goes only when nothing leads to it any more, a set when nothing looks into it.
 */
export function noteNeeds(
  chains: readonly { readonly name: string; readonly exists: Entry<Chain>; readonly rules: Script<Rule> }[],
  sets: Script<NftSet>,
  needs: Map<FoundChange, FoundChange[]>,
): void {
  const note = (change: FoundChange, needed: FoundChange): void => {
    if (change !== needed) needs.set(change, [...(needs.get(change) ?? []), needed]);
  };
  const added = new Map<string, FoundChange>();
  const removed = new Map<string, FoundChange>();
  for (const { name, exists } of chains) {
    if (exists.change?.kind === 'chain-added') added.set(name, exists.change);
    if (exists.change?.kind === 'chain-removed') removed.set(name, exists.change);
  }
  for (const { before, after, change } of sets) {
    if (change !== null && before === null && after !== null) added.set(`@${after.name}`, change);
    if (change !== null && after === null && before !== null) removed.set(`@${before.name}`, change);
  }
  if (added.size + removed.size === 0) return;
  const tie = (change: FoundChange, names: readonly string[], gone: readonly string[]): void => {
    for (const name of names) {
      const needed = added.get(name);
      if (needed !== undefined) note(change, needed);
    }
    for (const name of gone) {
      const held = removed.get(name);
      if (held !== undefined) note(held, change);
    }
  };
  for (const { name, rules } of chains)
    for (const { before, after, change } of rules)
      if (change !== null)
        tie(
          change,
          after === null ? [] : [name, ...namesIn(after)],
          before === null ? [] : [name, ...namesIn(before)],
        );
  for (const { before, after, change } of sets)
    if (change !== null) tie(change, chainsOfMap(after), chainsOfMap(before));
}

/** The chains that a rule calls by itself, and the sets of nft that it looks into (`@name`). */
function namesIn(rule: Rule): readonly string[] {
  const looked = rule.spec.conditions.flatMap((condition) =>
    condition.kind === 'lookup' && condition.set.kind === 'named' ? [`@${condition.set.name}`] : [],
  );
  return [...chainsCalled(rule, []), ...looked];
}
