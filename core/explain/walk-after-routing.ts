import { routeInput } from '../kernel/routing/route-input.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { BaseChainAhead, StopsAt } from '../kernel/walk/walk-from.ts';
import { walkThrough } from '../kernel/walk/walk-from.ts';
import type { Walked } from '../kernel/walk/walk-end.ts';
import { chainsToWalk } from './chains-to-walk.ts';
import { changedEnd } from './endings/changed-end.ts';
import type { JourneyEnd } from './endings/journey-end.ts';
import type { ExplanationContext } from './finding.ts';
import { tracedPacketAhead } from './packet-ahead.ts';
import { destinationIsKnown } from './routing/destination.ts';
import { inputPacket } from './routing/routed-packet.ts';

/** Where routing led a packet that passed PREROUTING, and what the chains there do with it. */
export interface WalkedOnHook {
  readonly hook: 'input' | 'forward';
  readonly walked: Walked;
  /** The only interface by which it can leave; '' where it does not, or where there are several. */
  readonly outInterface: string;
}

/**
 * A packet that has passed PREROUTING, with the header that it had then, through the routing decision and those chains after
 * it that `until` leaves. Null where the bundle does not tell where it is routed to, or where routing refuses it.
 */
export function walkAfterRouting(
  ending: JourneyEnd,
  packet: MatchPacket,
  context: ExplanationContext,
  stopsAt: StopsAt,
  until: (chains: readonly BaseChainAhead[]) => readonly BaseChainAhead[] = (chains) => chains,
): WalkedOnHook | null {
  const { network, witness, facts } = context;
  if (network === null || ending.inInterface === 'lo' || ending.physIn !== '') return null;
  // A header that the chains of nat rewrote is known as they left it; without their visit it may change unseen.
  if (packet.dst === ending.dst && !destinationIsKnown(ending, context)) return null;
  const routed = changedEnd(ending, {
    mark: packet.mark ?? ending.mark,
    tos: packet.tos ?? ending.tos,
    dst: packet.dst ?? ending.dst,
    dport: packet.dport ?? ending.dport,
    packet,
    last: { ...ending.last, rule: null, verdict: 'accept' },
  });
  const { decided } = routeInput(network, inputPacket(routed));
  const hook =
    decided?.outcome === 'forward'
      ? 'forward'
      : decided?.outcome === 'local' || decided?.outcome === 'broadcast'
        ? 'input'
        : null;
  if (hook === null) return null;
  const [hop, ...others] = decided?.outcome === 'forward' ? decided.hops : [];
  const outInterface = hop !== undefined && others.length === 0 ? (hop.dev ?? '') : '';
  const chains = chainsToWalk(ending, hook, context);
  const later = hook === 'forward' ? chainsToWalk(ending, 'postrouting', context) : [];
  const arriving = {
    ...tracedPacketAhead(routed, hook, witness),
    outInterface: hook === 'forward' && outInterface === '' ? null : outInterface,
  };
  const host = { network, inSet: facts.inSet, conntrack: witness.conntrack };
  return { hook, outInterface, walked: walkThrough(host, arriving, until([...chains, ...later]), stopsAt) };
}
