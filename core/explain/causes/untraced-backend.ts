import { routeInput } from '../../kernel/routing/route-input.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import { walkThrough } from '../../kernel/walk/walk-from.ts';
import type { Hook } from '../../model/journey.ts';
import { isBesideOwn } from '../beside-own.ts';
import { changedEnd } from '../endings/changed-end.ts';
import { baseChainsAhead, endsInNat, type JourneyEnd, letsPass } from '../endings/journey-end.ts';
import { type ExplanationContext, type Finding, type ListedBaseChain, openEnd } from '../finding.ts';
import { natPriority, packetAfterNat } from '../packet-after-nat.ts';
import { tracedPacketAhead } from '../packet-ahead.ts';
import { destinationIsKnown } from '../routing/destination.ts';
import { inputPacket } from '../routing/routed-packet.ts';
import { diedInRouting } from '../routing/routing-replay.ts';
import { hostOf, placeOf, walkedDeath, wayOf } from '../walked-death.ts';
import { mayHaveCounted } from '../counters/may-have-counted.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * Chains of iptables-legacy and of nftables hang on the same hooks, in one order of priorities, but each tracer shows
 * those of one backend alone. After its last line a packet may have met chains of the other one: it is walked through
 * them, up to the next chain that would have had a line.
 */
export const untracedBackend: CauseRecogniser = {
  finds: ['rule', 'policy', 'reject', 'conntrack-invalid-rule'],
  explain(ending, context) {
    const { hook, base, tracedSides } = ending;
    if (hook === null || base === null || base.layer === 'bridge') return null;
    if (tracedSides !== 'legacy' && tracedSides !== 'nft') return null;
    if (!letsPass(ending)) return null;
    const side = tracedSides === 'legacy' ? 'nft' : 'legacy';
    const others = context.baseChains.filter((each) => each.base.side === side && isFor(each, ending));
    if (!others.some(({ chain }) => chain.rules.length > 0 || chain.policy === 'DROP')) return null;
    return walkedOn(ending, others, context);
  },
};

function isFor({ base, table }: ListedBaseChain, { family }: JourneyEnd): boolean {
  const own = family === 'ipv6' ? 'ip6' : 'ip';
  return base.layer === 'ip' && !base.nat && (table.family === own || table.family === 'inet');
}

function walkedOn(
  ending: JourneyEnd,
  others: readonly ListedBaseChain[],
  context: ExplanationContext,
): Finding | null {
  const hook = ending.hook as Hook;
  // Of a chain that no ruleset shows only the hook is known. What it let pass met the others after it.
  const after = ending.base?.known === 'inferred' ? -Infinity : (ending.base?.priority ?? -Infinity);
  const ahead = baseChainsAhead(ending, context.live);
  const next = ahead.find((chain) => chain.hook === hook && chain.known !== 'inferred')?.priority ?? Infinity;
  const here = others.filter(
    ({ base }) => base.hook === hook && base.priority >= after && base.priority <= next,
  );
  // After PREROUTING the routing decision may as well have ended it.
  const isAwaited = hook === 'prerouting' ? next < Infinity : ahead.length > 0;
  const isBeforeNat = ({ base }: ListedBaseChain): boolean =>
    base.priority < natPriority(hook) && !endsInNat(ending);
  const before = here.filter(isBeforeNat);
  const translated = here.filter((each) => !isBeforeNat(each));
  const coming = walked(ending, ending.packet, hook, before, isAwaited, context);
  if ('finding' in coming) return coming.finding;
  const rewritten = packetAfterNat(ending, coming.packet, context);
  const passing = walked(ending, rewritten, hook, translated, isAwaited, context);
  if ('finding' in passing) return passing.finding;
  if (next < Infinity || hook === 'input' || hook === 'postrouting') return null;
  if (hook !== 'prerouting') return onHook(ending, passing.packet, 'postrouting', others, context);
  return afterRouting(ending, passing.packet, others, context);
}

/** What the chains of a later hook do, up to the first there that would have had a line. */
function onHook(
  ending: JourneyEnd,
  packet: MatchPacket,
  hook: Hook,
  others: readonly ListedBaseChain[],
  context: ExplanationContext,
): Finding | null {
  const next = baseChainsAhead(ending, context.live).find((chain) => chain.hook === hook);
  const there = others.filter(
    ({ base }) => base.hook === hook && base.priority <= (next?.priority ?? Infinity),
  );
  const { ctstates } = tracedPacketAhead(ending, hook, context.witness);
  const outInterface = hook === 'input' ? '' : hook === ending.hook ? packet.outInterface : null;
  const arriving = { ...packet, ctstates, outInterface };
  const passing = walked(ending, arriving, hook, there, next !== undefined, context);
  return 'finding' in passing ? passing.finding : null;
}

/** Chains of PREROUTING may have marked the packet: it is routed as they left it. */
function afterRouting(
  ending: JourneyEnd,
  packet: MatchPacket,
  others: readonly ListedBaseChain[],
  context: ExplanationContext,
): Finding | null {
  const routed = changedEnd(ending, {
    mark: packet.mark ?? ending.mark,
    tos: packet.tos ?? ending.tos,
    packet,
  });
  const isChanged = routed.mark !== ending.mark || routed.tos !== ending.tos;
  const refused = isChanged ? diedInRouting(routed, context) : null;
  if (refused !== null || context.network === null) return refused;
  if (!destinationIsKnown(ending, context)) return null;
  switch (routeInput(context.network, inputPacket(routed)).decided?.outcome) {
    case 'local':
    case 'broadcast':
      return onHook(ending, packet, 'input', others, context);
    case 'forward':
      return onHook(ending, packet, 'forward', others, context);
    default:
      return null;
  }
}

/**
 * Either what ended the packet in these chains, or may have, or the packet as it leaves them. `isAwaited`: a traced chain
 * follows, so a packet that passed would have another line.
 */
function walked(
  ending: JourneyEnd,
  packet: MatchPacket,
  hook: Hook,
  chains: readonly ListedBaseChain[],
  isAwaited: boolean,
  context: ExplanationContext,
): { readonly finding: Finding } | { readonly packet: MatchPacket } {
  if (chains.length === 0) return { packet };
  const side = chains[0]?.base.side ?? 'nft';
  const ordered = chains.toSorted((a, b) => a.base.priority - b.base.priority);
  const result = walkThrough(
    hostOf(context),
    packet,
    ordered.map(({ table, chain }) => ({ table, chain, hook, isNat: false })),
    () => false,
  );
  const way = wayOf(result);
  const deaths = way.deaths.filter(({ end }) => mayHaveCounted(end));
  const [first, ...more] = deaths;
  const grounds = [{ kind: 'not-traced', side } as const];
  if (first !== undefined && !isBesideOwn(first.end.table, side, context))
    return { finding: openEnd('unknown', { kind: 'may-have-ended', place: placeOf(first.end) }) };
  if (first !== undefined && first.certain)
    return { finding: walkedDeath(ending, first, 'inferred', grounds, context) };
  const left = result.ends.find(({ end }) => end.kind === 'passed')?.packet;
  if (first === undefined) return { packet: left ?? packet };
  if (context.left === 'seen') return { packet: left ?? packet };
  const mayPass = way.passes && (!isAwaited || context.logEndsHere || context.linesLost);
  if (more.length === 0 && !mayPass && !way.open)
    return { finding: walkedDeath(ending, first, 'inferred', grounds, context) };
  return { finding: openEnd('unknown', { kind: 'may-have-ended', place: placeOf(first.end) }) };
}
