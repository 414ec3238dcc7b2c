import { isSameDecision } from '../../worker/flow-pair.ts';
import type { PairedRow } from '../../worker/comparison.ts';

/** Both sides did the same here: the same rule or end of chain with the same verdict, or the same routing decision. */
export function isShared({ before, after }: PairedRow): boolean {
  if (before === null || after === null) return false;
  if (before.kind === 'routing' && after.kind === 'routing') return isSameDecision(before, after);
  if (before.kind !== 'step' || after.kind !== 'step') return false;
  const rewrites = [before, after].map((step) => JSON.stringify(step.rewrites));
  return (
    before.table === after.table &&
    before.chain === after.chain &&
    before.at === after.at &&
    before.verdict === after.verdict &&
    (before.at !== 'rule' || before.ruleText === after.ruleText) &&
    rewrites[0] === rewrites[1]
  );
}
