import type { Chain, Table } from '../../model/ruleset.ts';
import type { NatType } from '../../model/statement.ts';
import { chainsCalledBy } from '../chains-called-by.ts';
import { builtInChains } from './iptables-tables.ts';

/**
 * What iptables says of a table that the kernel does not take: a chain that a hook leads to calls itself
 * (mark_source_chains()), or a rule that a hook leads to translates what only other hooks translate (`.hooks` of struct
 * xt_target). Null for a table that it takes. Chains that nothing leads to are not looked at.
 */
export function wrongCalls(table: Table): string | null {
  const byName = new Map(table.chains.map((chain) => [chain.name, chain]));
  const calls = new Map<Chain, readonly Chain[]>();
  const calledFrom = (chain: Chain): readonly Chain[] => {
    const known =
      calls.get(chain) ??
      [...new Set(chain.rules.flatMap(chainsCalledBy))].flatMap((name) => byName.get(name) ?? []);
    calls.set(chain, known);
    return known;
  };
  for (const name of builtInChains[table.name] ?? []) {
    const start = byName.get(name);
    if (start === undefined) continue;
    const found = reachable(start, calledFrom);
    if (found === 'loop') return 'Too many levels of symbolic links.';
    if (table.name === 'nat' && found.some((chain) => translatesWrongly(chain, name)))
      return "Invalid argument. Run `dmesg' for more information.";
  }
  return null;
}

/** All chains that one leads to, itself included. */
function reachable(start: Chain, calledFrom: (chain: Chain) => readonly Chain[]): readonly Chain[] | 'loop' {
  const done = new Set<Chain>();
  const onWay = new Set<Chain>();
  const open: { readonly chain: Chain; readonly next: Iterator<Chain> }[] = [];
  const enter = (chain: Chain): void => {
    onWay.add(chain);
    open.push({ chain, next: calledFrom(chain)[Symbol.iterator]() });
  };
  enter(start);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const called = top.next.next();
    if (called.done === true) {
      onWay.delete(top.chain);
      done.add(top.chain);
      open.pop();
    } else if (onWay.has(called.value)) return 'loop';
    else if (!done.has(called.value)) enter(called.value);
  }
  return [...done];
}

const hooksOf: Readonly<Partial<Record<NatType, readonly string[]>>> = {
  dnat: ['PREROUTING', 'OUTPUT'],
  redirect: ['PREROUTING', 'OUTPUT'],
  snat: ['POSTROUTING', 'INPUT'],
  masquerade: ['POSTROUTING'],
};

function translatesWrongly({ rules }: Chain, hook: string): boolean {
  return rules.some(({ spec }) =>
    spec.statements.some(
      (statement) => statement.kind === 'nat' && hooksOf[statement.type]?.includes(hook) === false,
    ),
  );
}
