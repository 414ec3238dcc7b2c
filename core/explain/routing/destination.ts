import type { ActiveChains } from '../../kernel/chains/active-chains.ts';
import { natOf } from '../../kernel/rule-effect.ts';
import { type JourneyEnd, endsInNat } from '../endings/journey-end.ts';
import { onlyDestination } from './routed-packet.ts';
import type { Hook } from '../../model/journey.ts';
import type { Witness } from '../../model/witness.ts';

/**
 * Whether the destination that routing looked at is known. The last line before routing shows it only where nothing
 * rewrites it unseen: a nat rule rewrites after its own line, and packets of a connection that conntrack knows are
 * rewritten without any line.
 */
export function destinationIsKnown(
  ending: JourneyEnd,
  live: ActiveChains,
  witness: Witness,
  natRewrites: boolean,
): boolean {
  const { place, rule } = ending.last;
  if (endsInNat(ending)) {
    if (rule === null) return place.kind === 'policy';
    return natOf(rule.spec) === null || onlyDestination(ending) !== null;
  }
  if (!natRewrites || !isNatAtWork(ending, live, 'prerouting')) return true;
  return witness.conntrack.some(
    ({ protocol, original, reply }) =>
      protocol === ending.protocol &&
      original.src === ending.src &&
      original.dst === ending.dst &&
      original.sport === ending.sport &&
      original.dport === ending.dport &&
      reply.src === original.dst &&
      reply.sport === original.dport,
  );
}

/** The log shows packets in the nat chains of that hook. */
export function isNatAtWork({ host, family, base }: JourneyEnd, live: ActiveChains, hook: Hook): boolean {
  return live
    .chainsOn(host, base?.side ?? 'legacy', family, { layer: 'ip', hook })
    .some((chain) => chain.nat && live.isLive(host, family, chain));
}
