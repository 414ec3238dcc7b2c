import { deadEndInChain } from '../finding.ts';
import { messagesNear } from '../kernel-messages-near.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

const NEAR_SECONDS = 5;

/**
 * No packet came back from the queue, and the kernel says that it dropped packets for a full one
 * (__nfqnl_enqueue_packet() in net/netfilter/nfnetlink_queue.c). A program reads it, then, and does not keep up; the message
 * names neither queue nor packet.
 */
export const nfqueueFull: CauseRecogniser<{
  /** How many entries the queue may have; null where the message does not say. */
  readonly 'nfqueue-full': { readonly limit: number | null };
}> = {
  finds: ['nfqueue-full'],
  withoutCapture: ['nfqueue-full'],
  explain(ending, { witness, wentOn, left }) {
    const { rule, verdict } = ending.last;
    if (verdict !== 'queue' || rule === null || left === 'seen' || wentOn(ending.last)) return null;
    const [said] = messagesNear(witness, 'nfqueue-full', ending, NEAR_SECONDS);
    if (said === undefined) return null;
    const parameters = { limit: said.fields.limit ?? null };
    return deadEndInChain(ending, { kind: 'nfqueue-full', parameters }, 'possible', {
      evidence: [{ ...said.at, text: said.text }],
    });
  },
};
