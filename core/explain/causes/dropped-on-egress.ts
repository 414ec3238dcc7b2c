import { deviceChains } from '../../kernel/chains/hook-stations.ts';
import { walkThrough } from '../../kernel/walk/walk-from.ts';
import { mayHaveCounted } from '../counters/may-have-counted.ts';
import { chainsAhead, letsPass } from '../endings/journey-end.ts';
import { openEnd } from '../finding.ts';
import { packetAfterNat } from '../packet-after-nat.ts';
import { hostOf, placeOf, walkedDeath, wayOf } from '../walked-death.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * Chains of nftables on an interface's egress hook (`type filter hook egress device "eth1"`) see the packet after the last
 * hook of IP. The log of iptables-legacy shows nothing of them, so the packet is walked through them.
 */
export const droppedOnEgress: CauseRecogniser = {
  finds: ['rule', 'policy'],
  explain(ending, context) {
    const { hook, outInterface } = ending;
    if (hook !== 'postrouting' && hook !== 'forward' && hook !== 'output') return null;
    if (ending.tracedSides !== 'legacy' || !letsPass(ending)) return null;
    const chains = context.rulesets.flatMap(({ tables }) => deviceChains(tables, 'egress', outInterface));
    if (chains.length === 0 || chainsAhead(ending, context.live).length > 0) return null;
    if (context.left === 'seen' || ending.connection === 'answered') return null;
    const leaving = { ...packetAfterNat(ending, ending.packet, context), inInterface: null };
    const ahead = chains.map(
      ({ table, chain }) => ({ table, chain, hook: 'postrouting', isNat: false }) as const,
    );
    const way = wayOf(walkThrough(hostOf(context), leaving, ahead, () => false));
    const [first] = way.deaths.filter(({ end }) => mayHaveCounted(end));
    if (first === undefined) return null;
    const isHooked = chains.every(({ hangs }) => hangs === 'here');
    if (isHooked && (first.certain || context.left === 'absent'))
      return walkedDeath(ending, first, 'inferred', [{ kind: 'not-traced', side: 'nft' }], context);
    return openEnd('unknown', { kind: 'may-have-ended', place: placeOf(first.end) });
  },
};
