import { natOf } from '../kernel/rule-effect.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import { endsInNat, type JourneyEnd } from './endings/journey-end.ts';
import type { ExplanationContext } from './finding.ts';
import { destinationIsKnown, isNatAtWork } from './routing/destination.ts';
import { onlyDestination } from './routing/routed-packet.ts';

/** NF_IP_PRI_NAT_DST and NF_IP_PRI_NAT_SRC (linux/netfilter_ipv4.h): where a hook translates. */
export function natPriority(hook: string): number {
  return hook === 'prerouting' || hook === 'output' ? -100 : 100;
}

/**
 * The packet as the chains after a hook's NAT see it. No line shows it there: a rule of nat rewrites it after its own
 * line, and a packet of a known connection is rewritten with none. What is not known becomes null.
 */
export function packetAfterNat(
  ending: JourneyEnd,
  packet: MatchPacket,
  context: ExplanationContext,
): MatchPacket {
  const { hook, base } = ending;
  if (hook === null || hook === 'forward') return packet;
  if (!endsInNat(ending) && base !== null && base.priority > natPriority(hook)) return packet;
  if (hook === 'prerouting' || hook === 'output') {
    if (!destinationIsKnown(ending, context)) return { ...packet, dst: null, dport: null };
    const rewritten = onlyDestination(ending);
    if (rewritten === null) return packet;
    return { ...packet, dst: rewritten.address, dport: rewritten.port ?? packet.dport };
  }
  const { place, rule } = ending.last;
  const keepsSource = endsInNat(ending)
    ? rule === null
      ? place.kind === 'policy'
      : natOf(rule.spec) === null
    : !context.natRewrites || !isNatAtWork(ending, context.live);
  return keepsSource ? packet : { ...packet, src: null, sport: null };
}
