import { serviceLacking } from '../dialects/owner-comments.ts';
import type { RuleOwner, Unfixable } from '../model/fix.ts';
import { type DeadPacket, type MetPlace, packetAtDeath } from './dead-packet.ts';

/** Why no rule will help against a rule; null where one may. */
export function unfixableRule(
  dead: DeadPacket,
  places: readonly MetPlace[],
  owner: RuleOwner | null,
): Unfixable | null {
  if (owner !== 'kube-proxy') return null;
  const last = places.at(-1);
  const rule = last?.chain.rules[last.number - 1];
  const named = rule === undefined ? null : serviceLacking(rule);
  if (named !== null) return { kind: 'no-endpoints', service: named };
  const { dst, dport } = packetAtDeath(dead);
  const rejects = rule?.spec.statements.some(({ kind }) => kind === 'reject') === true;
  const hasComment = rule?.spec.conditions.some(({ kind }) => kind === 'comment') === true;
  return last?.chain.name === 'reject-chain' || (rejects && !hasComment)
    ? { kind: 'no-endpoints', service: `${dst}:${dport}` }
    : null;
}
