import type { Verdict } from '../model/verdict.ts';
import type { RuleSpec } from '../model/ruleset.ts';
import type { Log, Nat, Statement } from '../model/statement.ts';

/**
 * What a statement does with a packet that meets it, from the value that its kernel module returns. `continue` is
 * XT_CONTINUE: the chain goes on. Null where it depends on more than the rule (TPROXY of iptables drops unless a socket
 * listens; a map has many verdicts), and for words that are not known.
 */
export function verdictOf(statement: Statement): Verdict | null {
  switch (statement.kind) {
    case 'accept':
    case 'drop':
    case 'return':
    case 'continue':
    case 'jump':
    case 'goto':
    case 'queue':
    case 'reject':
      return statement.kind;
    // nf_nat_setup_info() (net/netfilter/nf_nat_core.c) returns NF_ACCEPT; NF_DROP only when no free tuple is left.
    case 'nat':
      return 'accept';
    case 'tproxy':
      return statement.withoutSocket === 'drops' ? null : 'continue';
    case 'verdict-map':
    case 'synproxy':
    case 'forward-to':
    case 'unknown':
      return null;
    default:
      return 'continue';
  }
}

/** The statement that ends the rule; null for a rule after which the chain goes on. */
export function decidingStatement({ statements }: Pick<RuleSpec, 'statements'>): Statement | null {
  return statements.find((statement) => verdictOf(statement) !== 'continue') ?? null;
}

/** What the rule does with a packet that matches; null where more decides than the rule. */
export function verdictOfSpec(spec: Pick<RuleSpec, 'statements'>): Verdict | null {
  const deciding = decidingStatement(spec);
  return deciding === null ? 'continue' : verdictOf(deciding);
}

/** The chain that a rule jumps or goes to; null for none. Maps may lead to more (`chainsCalled`). */
export function chainLedTo({ statements }: Pick<RuleSpec, 'statements'>): string | null {
  for (const statement of statements)
    if (statement.kind === 'jump' || statement.kind === 'goto') return statement.chain;
  return null;
}

/** The address translation that a rule does, so that the next trace event shows another header; null for none. */
export function natOf({ statements }: Pick<RuleSpec, 'statements'>): Nat | null {
  return statements.find((statement) => statement.kind === 'nat') ?? null;
}

/** The line that a rule writes to the log, or the message that it sends to a program; null for none. */
export function logOf(spec: Pick<RuleSpec, 'statements' | 'lacks'>): Log | null {
  if (spec.lacks?.('log') === true) return null;
  return spec.statements.find((statement) => statement.kind === 'log') ?? null;
}

/** Whether a rule begins the trace of packets: `-j TRACE`, `meta nftrace set 1`. */
export function startsTrace(spec: Pick<RuleSpec, 'statements' | 'lacks'>): boolean {
  if (spec.lacks?.('trace') === true) return false;
  return spec.statements.some((statement) => statement.kind === 'trace' && statement.on);
}
