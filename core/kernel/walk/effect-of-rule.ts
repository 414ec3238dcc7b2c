import { verdictOfTarget } from '../targets.ts';
import { chainOfTable } from '../../model/chain-of-table.ts';
import type { Chain, Condition, Rule, Table, Target } from '../../model/ruleset.ts';
import { changesNothing } from './apply-target.ts';
import { isIdleStatement } from './apply-statement.ts';

/** What a rule does with a packet that matches it. */
export interface RuleEffect {
  /** Its statements in order, each with the conditions that stand before it; those of iptables have none. */
  readonly statements: readonly { readonly conditions: readonly Condition[]; readonly does: Target }[];
  /** What must hold besides for the verdict. */
  readonly conditions: readonly Condition[];
  readonly verdict: RuleVerdict;
  /** Nothing of the packet's way depends on it: it only counts, logs or copies. */
  readonly isIdle: boolean;
}

/** How a rule ends. */
export type RuleVerdict =
  | { readonly kind: 'continue' }
  | { readonly kind: 'call'; readonly how: Target['kind']; readonly chain: Chain }
  /** A chain that the table of the bundle does not have. */
  | { readonly kind: 'missing-chain'; readonly name: string }
  /** A verdict map of nft. */
  | { readonly kind: 'map'; readonly target: Target }
  | { readonly kind: 'target'; readonly target: Target };

export function effectOf({ conditions, actions, target }: Rule, table: Table): RuleEffect {
  const verdict = verdictOf(target, table);
  if (actions === undefined) {
    const isIdle = verdict.kind === 'continue' || (verdict.kind === 'target' && changesNothing(verdict.target));
    return { statements: [], conditions, verdict, isIdle };
  } // prettier-ignore
  const isOver = target === null || verdictOfTarget(target.name) === 'continue';
  // The lookup of a verdict map fails where the map has nothing for the packet, which the map itself tells.
  const between = (from: number, to: number): readonly Condition[] => {
    const asked = conditions.slice(from, to);
    return verdict.kind === 'map' ? asked.filter((each) => !asksMap(each, verdict.target)) : asked;
  };
  let asked = 0;
  const statements: { conditions: readonly Condition[]; does: Target }[] = [];
  for (const { target: does, behind } of actions) {
    statements.push({ conditions: between(asked, behind), does });
    asked = behind;
  }
  return {
    statements,
    conditions: between(asked, conditions.length),
    verdict: isOver ? { kind: 'continue' } : verdict,
    isIdle: isOver && statements.every(({ does }) => isIdleStatement(does)),
  };
}

/** A target or a verdict out of a map. */
export function verdictOf(target: Target | null, table: Table): RuleVerdict {
  if (target === null || target.name === 'continue') return { kind: 'continue' };
  const chain = chainOfTable(table, target.name);
  if (chain !== undefined) return { kind: 'call', how: target.kind, chain };
  if (target.name === 'vmap') return { kind: 'map', target };
  return isChainName(target) ? { kind: 'missing-chain', name: target.name } : { kind: 'target', target };
}

/** Chains take no options, and the targets of the kernel have names of their own. */
function isChainName({ kind, name, options }: Target): boolean {
  if (verdictOfTarget(name) !== null || ownVerdict.has(name)) return false;
  return kind === 'goto' || options.length === 0;
}

/** Targets of iptables-extensions(8), of nft and of xtables-addons(8) whose verdict depends on more than the rule. */
const ownVerdict: ReadonlySet<string> = new Set([
  'ACCOUNT',
  'CHAOS',
  'CLUSTERIP',
  'DELUDE',
  'DNETMAP',
  'ECHO',
  'FWD',
  'IPMARK',
  'LOGMARK',
  'MIRROR',
  'PROTO',
  'RAWDNAT',
  'RAWSNAT',
  'ROUTE',
  'STEAL',
  'SYNPROXY',
  'SYSRQ',
  'TARPIT',
  'TPROXY',
  'arpreply',
  'dnat',
  'redirect',
  'snat',
]);

/** Whether the condition is the lookup that a verdict map begins with. */
function asksMap({ module, values }: Condition, { options }: Target): boolean {
  if (module !== 'nft-set') return false;
  const at = options.indexOf('vmap');
  return values[0] === options.slice(0, at).join(' . ') && values[1] === options[at + 1];
}
