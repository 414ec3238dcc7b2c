import { serviceWithoutEndpoints } from '../dialects/owner-comments.ts';
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
  const comments =
    rule?.spec.conditions.flatMap((condition) => (condition.kind === 'comment' ? [condition.text] : [])) ??
    [];
  const [named] = comments.flatMap((text) => serviceWithoutEndpoints(text) ?? []);
  if (named !== undefined) return { kind: 'no-endpoints', service: named };
  const { dst, dport } = packetAtDeath(dead);
  const rejects = rule?.spec.statements.some(({ kind }) => kind === 'reject') === true;
  return last?.chain.name === 'reject-chain' || (rejects && comments.length === 0)
    ? { kind: 'no-endpoints', service: `${dst}:${dport}` }
    : null;
}
