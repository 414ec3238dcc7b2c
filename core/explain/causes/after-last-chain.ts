import type { Hook } from '../../model/verdict.ts';
import { changedEnd } from '../endings/changed-end.ts';
import type { JourneyEnd } from '../endings/journey-end.ts';
import { notCapturedLeaving } from '../endings/not-captured-leaving.ts';
import { type ExplanationContext, type Finding, openEnd } from '../finding.ts';
import { originOf } from '../routing/origin.ts';
import { lostOnLeaving } from './lost-on-leaving.ts';
import { neighbourTableFull } from './neighbour-table-full.ts';
import { neighbourUnreachable } from './neighbour-unreachable.ts';
import { xfrmPolicy } from './xfrm-policy.ts';

/** What can stop a packet that every chain let pass, in the order in which the causes are asked. */
const causesAfterChains = [xfrmPolicy, neighbourUnreachable, lostOnLeaving, neighbourTableFull];

/**
 * A packet that a walk has shown to pass every chain on its way, the last on `hook`: it arrived, unless something
 * after the chains stopped it.
 */
export function afterLastChain(
  ending: JourneyEnd,
  hook: Exclude<Hook, 'prerouting'>,
  outInterface: string,
  context: ExplanationContext,
): Finding {
  const base = ending.base === null ? null : { ...ending.base, hook, priority: Infinity, nat: false };
  const last = { ...ending.last, verdict: 'accept', rule: null } as const;
  const passed = changedEnd(ending, { hook, base, last, outInterface });
  for (const { explain } of causesAfterChains) {
    const finding = explain(passed, context);
    if (finding !== null) return finding;
  }
  if (hook === 'input') return { disposition: 'delivered', cause: null, note: null };
  const origin = originOf(ending, context.network);
  if (origin === 'unknown' || (origin === 'elsewhere' && ending.inInterface === '' && ending.linesMissing))
    return openEnd('incomplete', { kind: 'origin-unknown' });
  const notCaptured = outInterface === '' ? null : notCapturedLeaving(context.left, outInterface);
  return notCaptured ?? { disposition: origin === 'own' ? 'sent' : 'forwarded', cause: null, note: null };
}
