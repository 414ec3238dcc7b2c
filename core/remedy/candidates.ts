import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { RuleOwner, Unfixable } from '../model/fix.ts';
import type { Candidate } from './candidate.ts';
import { connectionFixes } from './connection-fixes.ts';
import { type DeadPacket, packetAtDeath, placesOfDeath } from './dead-packet.ts';
import { natFixes } from './nat-fixes.ts';
import { routingFixes } from './routing-fixes.ts';
import { ownerOfDeath, ruleFixes } from './rule-fixes.ts';
import { unfixableRule } from './unfixable.ts';

/** What may let a dead packet live, the narrowest first, or why nothing on this host will. */
export interface Proposals {
  readonly owner: RuleOwner | null;
  readonly candidates: readonly Candidate[];
  readonly unfixable: Unfixable | null;
}

export function proposalsFor(dead: DeadPacket, facts: MatchFacts): Proposals {
  const { end } = dead.way;
  const places = placesOfDeath(dead);
  const owner = end.kind === 'rule' || end.kind === 'policy' ? ownerOfDeath(places) : null;
  const connection = connectionFixes(dead);
  switch (end.kind) {
    case 'rule':
    case 'policy': {
      const unfixable = unfixableRule(dead, places, owner);
      if (unfixable !== null) return { owner, candidates: [], unfixable };
      const queued = end.kind === 'rule' && end.verdict === 'queue';
      const fixes = [...connection, ...ruleFixes(dead, facts)];
      return { owner, candidates: fixes, unfixable: queued ? queueReader(dead) : null };
    }
    case 'routing': {
      const fixes = [...connection, ...routingFixes(dead, end.cause)];
      const unfixable = fixes.length > 0 ? null : refusedForGood(dead, end.cause.kind);
      return { owner, candidates: fixes, unfixable };
    }
    case 'forwarded':
    case 'sent':
      return { owner, candidates: [...natFixes(dead), ...connection], unfixable: afterTheHooks(dead) };
    default:
      return { owner, candidates: connection, unfixable: afterTheHooks(dead) };
  }
}

function queueReader({ cause }: DeadPacket): Unfixable | null {
  return cause.kind === 'nfqueue-no-listener'
    ? { kind: 'queue-reader', queues: cause.parameters.queues }
    : null;
}

function refusedForGood(dead: DeadPacket, kind: string): Unfixable {
  switch (kind) {
    case 'no-route':
      return { kind: 'no-gateway', destination: packetAtDeath(dead).dst ?? '' };
    case 'ttl-expired':
      return { kind: 'ttl' };
    case 'martian-source':
    case 'other':
      return { kind: 'martian' };
    default:
      return { kind: 'outside' };
  }
}

/** Deaths that no rule and no route decides. */
function afterTheHooks(dead: DeadPacket): Unfixable {
  const { cause, packet, way } = dead;
  if (cause.kind === 'xfrm-policy') return { kind: 'protection' };
  if (cause.kind !== 'neighbour-unreachable') return { kind: 'outside' };
  const { address, interface: dev } = cause.parameters;
  const translation = way.steps.find(
    (step) => step.kind === 'step' && step.text !== null && step.changes.some(({ field }) => field === 'dst'),
  );
  const target = packetAtDeath(dead).dst;
  if (translation?.kind === 'step' && target === address && target !== packet.dst)
    return { kind: 'stale-dnat', target, dev, rule: translation.text ?? '' };
  return { kind: 'neighbour', address, dev };
}
