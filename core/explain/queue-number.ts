import type { Rule } from '../model/ruleset.ts';
import type { Statement } from '../model/statement.ts';

type Queue = Extract<Statement, { kind: 'queue' }>;

/** The statement by which a rule gives packets to a program; null for a rule without one. */
export function queueOf({ spec }: Rule): Queue | null {
  return spec.statements.find((statement) => statement.kind === 'queue') ?? null;
}

/** The queues that a rule sends to. */
export function queuesOf(rule: Rule): readonly number[] {
  const { first, last } = queueOf(rule) ?? { first: 0, last: 0 };
  const count = Math.min(last - first, 0xffff) + 1;
  return Array.from({ length: Math.max(1, count) }, (_, index) => first + index);
}
