import { chainOfTable } from '../../model/chain-of-table.ts';
import type { Condition } from '../../model/condition.ts';
import type { Chain, Rule, Table } from '../../model/ruleset.ts';
import type { Statement } from '../../model/statement.ts';
import { verdictOf } from '../rule-effect.ts';
import { isIdleStatement } from './apply-statement.ts';

/** What a rule does with a packet that matches it. */
export interface RuleEffect {
  /** Its statements that go on, in order, each with the conditions that stand before it and after the one before. */
  readonly statements: readonly { readonly conditions: readonly Condition[]; readonly does: Statement }[];
  /** What must hold besides for the verdict. */
  readonly conditions: readonly Condition[];
  readonly verdict: RuleVerdict;
  /** Nothing of the packet's way depends on it: it only counts, logs or copies. */
  readonly isIdle: boolean;
}

/** How a rule ends. */
export type RuleVerdict =
  | { readonly kind: 'continue' }
  | { readonly kind: 'call'; readonly how: 'jump' | 'goto'; readonly chain: Chain }
  /** A chain that the table of the bundle does not have. */
  | { readonly kind: 'missing-chain'; readonly name: string }
  /** A verdict map of nft. */
  | { readonly kind: 'map'; readonly map: VerdictMap }
  | { readonly kind: 'statement'; readonly statement: Statement };

export type VerdictMap = Extract<Statement, { kind: 'verdict-map' }>;

export function effectOf({ spec }: Rule, table: Table): RuleEffect {
  const { conditions: all, statements: own } = spec;
  const statements: { conditions: readonly Condition[]; does: Statement }[] = [];
  let from = 0;
  for (const statement of own) {
    const conditions = all.slice(from, statement.after);
    from = Math.max(from, statement.after);
    const verdict = ruleVerdict(statement, table);
    if (verdict === null) {
      statements.push({ conditions, does: statement });
      continue;
    }
    const asked = verdict.kind === 'map' ? conditions.filter((each) => !asksMap(each)) : conditions;
    return { statements, conditions: asked, verdict, isIdle: false };
  }
  const isIdle = statements.every(({ does }) => isIdleStatement(does));
  return { statements, conditions: all.slice(from), verdict: { kind: 'continue' }, isIdle };
}

/** How a statement ends the rule; null for one after which it goes on. */
export function ruleVerdict(statement: Statement, table: Table): RuleVerdict | null {
  switch (statement.kind) {
    case 'jump':
    case 'goto': {
      const chain = chainOfTable(table, statement.chain);
      if (chain !== undefined) return { kind: 'call', how: statement.kind, chain };
      return isForeignTarget(statement)
        ? { kind: 'statement', statement }
        : { kind: 'missing-chain', name: statement.chain };
    }
    case 'continue':
      return { kind: 'continue' };
    case 'verdict-map':
      return { kind: 'map', map: statement };
    default:
      return verdictOf(statement) === 'continue' ? null : { kind: 'statement', statement };
  }
}

/** The lookup of a verdict map fails where the map has nothing for the packet, which the map itself tells. */
function asksMap(condition: Condition): boolean {
  return condition.kind === 'lookup' && condition.use === 'vmap';
}

/** Chains have names of their own; these are targets that do more than the rule says. */
function isForeignTarget({ kind, chain }: Extract<Statement, { kind: 'jump' | 'goto' }>): boolean {
  return kind === 'jump' && foreignTargets.has(chain);
}

/** Targets of iptables-extensions(8) and of xtables-addons(8) whose verdict depends on more than the rule. */
const foreignTargets: ReadonlySet<string> = new Set([
  'ACCOUNT', 'CHAOS', 'CLUSTERIP', 'DELUDE', 'DNETMAP', 'ECHO', 'IPMARK', 'LOGMARK', 'MIRROR', 'PROTO', 'RAWDNAT', 'RAWSNAT',
  'ROUTE', 'STEAL', 'SYSRQ', 'TARPIT',
]); // prettier-ignore
