import type { Evidence } from '../../model/evidence.ts';
import { chainsAhead } from '../endings/journey-end.ts';
import type { UnreadQueueProof } from '../../model/cause.ts';
import { deadEndInChain, type Finding, openEnd } from '../finding.ts';
import { queueOf, queuesOf } from '../queue-number.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * NFQUEUE without a program that reads the queue drops (nf_queue() in net/netfilter/nf_queue.c returns -ESRCH), unless
 * the rule says --queue-bypass. The kernel lists the queues that are read; without that list, that nobody reads shows
 * only in that no packet ever came back from the queue.
 */
export const nfqueueNoListener: CauseRecogniser<{
  readonly 'nfqueue-no-listener': { readonly queues: readonly number[]; readonly proof: UnreadQueueProof };
}> = {
  finds: ['nfqueue-no-listener'],
  explain(ending, { live, witness, wentOn, left, linesLost, noQueuedPacketDelivered }) {
    const { rule, verdict } = ending.last;
    if (verdict !== 'queue' || rule === null || wentOn(ending.last)) return null;
    if (queueOf(rule)?.bypass === true) return null;

    const queues = queuesOf(rule);
    const unread = (proof: UnreadQueueProof, evidence: readonly Evidence[] = []): Finding =>
      deadEndInChain(
        ending,
        { kind: 'nfqueue-no-listener', parameters: { queues: [...queues], proof } },
        proof.kind === 'not-listed' ? 'inferred' : 'possible',
        { evidence },
      );
    const readers = witness.queueReaders;
    if (readers.some(({ queue }) => queues.includes(queue))) return null;
    if (readers.length > 0) {
      return unread(
        { kind: 'not-listed' },
        readers.map(({ at }) => ({ ...at, text: '' })),
      );
    }
    const [awaited] = chainsAhead(ending, live);
    if (awaited !== undefined && linesLost && left !== 'absent')
      return openEnd('incomplete', { kind: 'lines-lost', chain: awaited });
    if (awaited !== undefined) return unread({ kind: 'none-returned' });
    if (left === 'absent') return unread({ kind: 'not-captured', interface: ending.outInterface });
    const delivered = ending.hook === 'input' ? noQueuedPacketDelivered(ending.host) : null;
    // Without a chain ahead, the log can't show that a packet came back.
    if (delivered === null) return null;
    return unread({ kind: 'in-delivers', value: delivered.value }, [{ ...delivered.at, text: '' }]);
  },
};
