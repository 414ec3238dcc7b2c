import type { BaseChainAhead } from '../kernel/walk/walk-from.ts';
import { chainOfTable } from '../model/chain-of-table.ts';
import type { BaseChain, Hook } from '../model/journey.ts';
import type { Chain } from '../model/ruleset.ts';
import type { JourneyEnd } from './endings/journey-end.ts';
import type { ExplanationContext } from './finding.ts';

/**
 * The base chains of a hook that the packet meets, of both backends, those after `passed` where it is one of them; the
 * chains of nat only if the packet begins a connection.
 */
export function chainsToWalk(
  ending: JourneyEnd,
  hook: Hook,
  { live, chainAt }: ExplanationContext,
  passed: BaseChain | null = null,
): readonly BaseChainAhead[] {
  const { host, family, base, visitedNat } = ending;
  const layer = base?.layer ?? 'ip';
  const onHook = (['legacy', 'nft'] as const)
    .flatMap((side) => live.chainsOn(host, side, family, { layer, hook }))
    .filter((each, index, all) => all.findIndex((other) => isSame(other, each)) === index)
    .toSorted((a, b) => a.priority - b.priority);
  const at = passed === null ? -1 : onHook.findIndex((each) => isSame(each, passed));
  const isAhead = ({ priority }: BaseChain, index: number): boolean =>
    passed === null || (at < 0 ? priority > passed.priority : index > at);
  return onHook.filter(isAhead).flatMap((each) => {
    const table = each.nat && !visitedNat ? null : chainAt(each);
    const chain: Chain | undefined = table === null ? undefined : chainOfTable(table, each.chain);
    return table === null || chain === undefined ? [] : [{ table, chain, hook, isNat: each.nat }];
  });
}

function isSame(one: BaseChain, other: BaseChain): boolean {
  return one.tableFamily === other.tableFamily && one.table === other.table && one.chain === other.chain;
}
