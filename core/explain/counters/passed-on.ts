import { verdictOfSpec } from '../../kernel/rule-effect.ts';
import type { LineRef } from '../../model/evidence.ts';
import type { Chain } from '../../model/ruleset.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import type { ExplanationContext, ListedBaseChain } from '../finding.ts';

/** How many packets came into a base chain, and how many it let go on, by its counters. */
interface ChainCount {
  readonly entered: number;
  readonly passed: number;
  /** The line of its policy. */
  readonly at: LineRef;
}

/**
 * Counters that show that no packet passed FORWARD but those that rules and policy accepted by their counters: the first
 * chain of POSTROUTING counted exactly that many, and the host sent none itself. A packet that met a rule which those counters do
 * not have did not go on then, nor was it answered. Null where they don't show that; else the lines of the counters.
 */
export function onlyAcceptedWentOn(
  { hook, base, family }: JourneyEnd,
  { baseChains }: ExplanationContext,
): readonly LineRef[] | null {
  if (hook !== 'forward' || base === null || base.layer !== 'ip' || base.side !== 'legacy') return null;
  const own = family === 'ipv6' ? 'ip6' : 'ip';
  const onHook = (name: string): readonly ListedBaseChain[] =>
    baseChains
      .filter((each) => each.base.side === 'legacy' && each.table.family === own && !each.base.nat)
      .filter((each) => each.base.hook === name)
      .toSorted((a, b) => a.base.priority - b.base.priority);
  const last = onHook('forward').at(-1);
  const [next] = onHook('postrouting');
  const outputs = onHook('output');
  if (
    last === undefined ||
    next === undefined ||
    last.chain.name !== base.chain ||
    last.table.name !== base.table
  )
    return null;
  const [forwarded, left] = [countOf(last.chain), countOf(next.chain)];
  const sent = outputs.map(({ chain }) => countOf(chain));
  if (forwarded === null || left === null || sent.length === 0) return null;
  if (sent.some((each) => each?.entered !== 0) || forwarded.passed === 0) return null;
  return left.entered === forwarded.passed ? [forwarded.at, left.at] : null;
}

/** Null for a chain that calls others, has no counters, or rules whose verdict is not known. */
function countOf({ rules, policy, policyCounter, at, cuts }: Chain): ChainCount | null {
  if (policyCounter === null || cuts.length > 0) return null;
  let entered = policyCounter.packets;
  let passed = policy === 'ACCEPT' ? policyCounter.packets : 0;
  for (const { spec, counter } of rules) {
    const verdict = verdictOfSpec(spec);
    if (counter === null || verdict === null) return null;
    if (verdict === 'continue') continue;
    if (!['accept', 'drop', 'reject'].includes(verdict)) return null;
    entered += counter.packets;
    if (verdict === 'accept') passed += counter.packets;
  }
  return { entered, passed, at };
}
