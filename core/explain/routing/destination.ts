import { natOf } from '../../kernel/rule-effect.ts';
import type { ConntrackEntry } from '../../model/conntrack.ts';
import type { Hook } from '../../model/verdict.ts';
import { type JourneyEnd, endsInNat } from '../endings/journey-end.ts';
import type { ExplanationContext } from '../finding.ts';
import { onlyDestination } from './routed-packet.ts';
import { isSourceGiven } from './source-given.ts';

type Known = Pick<ExplanationContext, 'live' | 'witness' | 'natRewrites' | 'rulesets' | 'network'>;

/**
 * Whether the destination that routing looked at is known. The last line before routing shows it only where nothing
 * rewrites it unseen: a nat rule rewrites after its own line, and packets of a connection that conntrack knows are
 * rewritten without any line.
 */
export function destinationIsKnown(ending: JourneyEnd, context: Known): boolean {
  const { place, rule } = ending.last;
  if (endsInNat(ending)) {
    if (rule === null) return place.kind === 'policy';
    return natOf(rule.spec) === null || onlyDestination(ending) !== null;
  }
  const { live, witness, natRewrites, rulesets, network } = context;
  if (!natRewrites || !isNatAtWork(ending, live)) return true;
  // Without nat chains before routing, answers alone are rewritten there.
  if (!isNatOn('prerouting', ending, live) && !isSourceGiven(ending.dst, rulesets, network)) return true;
  return witness.conntrack.some((entry) => keepsDestination(entry, ending));
}

/** An entry of the packet's connection, in its direction or the other one, by which its destination stays. */
function keepsDestination({ protocol, original, reply }: ConntrackEntry, ending: JourneyEnd): boolean {
  if (protocol !== ending.protocol) return false;
  const isOf = (tuple: ConntrackEntry['original'], other: ConntrackEntry['original']): boolean =>
    tuple.src === ending.src &&
    tuple.dst === ending.dst &&
    tuple.sport === ending.sport &&
    tuple.dport === ending.dport &&
    other.src === tuple.dst &&
    other.sport === tuple.dport;
  return isOf(original, reply) || isOf(reply, original);
}

/**
 * Whether the host has nat chains. One on any hook is enough: with it the kernel translates on all of them, answers where
 * no chain of nat hangs, too (nf_nat_register_fn(), net/netfilter/nf_nat_core.c).
 */
export function isNatAtWork(ending: JourneyEnd, live: Known['live']): boolean {
  return natHooks.some((hook) => isNatOn(hook, ending, live));
}

const natHooks: readonly Hook[] = ['prerouting', 'input', 'output', 'postrouting'];

function isNatOn(hook: Hook, { host, family, base }: JourneyEnd, live: Known['live']): boolean {
  return live
    .chainsOn(host, base?.side ?? 'legacy', family, { layer: 'ip', hook })
    .some((chain) => chain.nat && live.isLive(host, family, chain));
}
