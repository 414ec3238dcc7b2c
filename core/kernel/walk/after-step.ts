import type { Hook } from '../../model/verdict.ts';
import { isBareVerdict } from '../bare-verdict.ts';
import type { Branch } from './branch.ts';
import { type ChainStep, withStep } from './trail.ts';
import type { Walk } from './walk.ts';

/** The branch after a step; null where the lines show that its packet did not take it. */
export function afterStep(walk: Walk, branch: Branch, step: ChainStep): Branch | null {
  const { printed } = branch;
  const isNext = walk.host.seen?.lines?.prints(step, printed) ?? null;
  // Before the first line the packet was not traced yet.
  if (isNext === false && printed > 0) {
    walk.leavesOut = true;
    return null;
  }
  const trail = withStep(branch.trail, step);
  return { ...branch, trail, printed: isNext === true ? printed + 1 : printed };
}

/** Whether a branch that comes to a hook has gone past the chain in which the lines begin, without printing one. */
export function missesLines(walk: Walk, { printed, packet }: Branch, hook: Hook): boolean {
  const begins = walk.host.seen?.lines?.hook ?? null;
  if (begins === null || printed > 0 || begins === hook) return false;
  const isPast = packet.inInterface !== '' && orderOf(hook) >= orderOf(begins);
  if (isPast) walk.leavesOut = true;
  return isPast;
}

function orderOf(hook: Hook): number {
  return hook === 'prerouting' ? 0 : hook === 'postrouting' ? 2 : 1;
}

/** How a tracer would call a step: a rule that is a mere verdict counts as the end of the chain. */
export function stepKindOf({
  rule,
  isBase,
}: Pick<ChainStep, 'rule' | 'isBase'>): 'rule' | 'return' | 'policy' {
  if (rule !== null && !isBareVerdict(rule)) return 'rule';
  return isBase ? 'policy' : 'return';
}
