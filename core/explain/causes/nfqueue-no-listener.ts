import type { Evidence } from '../../model/evidence.ts';
import { chainsAhead, type JourneyEnd } from '../endings/journey-end.ts';
import { deadEndInChain, type Explanation, type Finding, openEnd, rulePlace } from '../finding.ts';
import { lostHere } from '../endings/lost-lines.ts';
import { queueOf, queuesOf } from '../queue-number.ts';

/**
 * NFQUEUE without a program that reads the queue drops (nf_queue() in net/netfilter/nf_queue.c returns -ESRCH), unless
 * the rule says --queue-bypass. The kernel lists the queues that are read; without that list, that nobody reads shows
 * only in that no packet ever came back from the queue.
 */
export const nfqueueNoListener: Explanation = (ending, circumstances) => {
  const { live, witness, wentOn, left, linesLost, noQueuedPacketDelivered } = circumstances;
  const { rule, verdict } = ending.last;
  if (verdict !== 'queue' || rule === null || wentOn(ending.last)) return null;
  if (queueOf(rule)?.bypass === true) return null;

  const queues = queuesOf(rule);
  const readers = witness.queueReaders;
  if (readers.some(({ queue }) => queues.includes(queue))) return null;
  if (readers.length > 0) {
    const lines = readers.map(({ at }) => ({ ...at, text: '' }));
    return nobody(ending, 'inferred', `the kernel's list of queues that are read lacks it`, lines);
  }
  const ahead = chainsAhead(ending, live);
  if (ahead.length > 0 && linesLost && left !== 'absent') return openEnd('incomplete', lostHere(ahead[0]));
  if (ahead.length > 0) return nobody(ending, 'possible', 'no packet of this log came back from it', []);
  if (left === 'absent')
    return nobody(
      ending,
      'possible',
      `the capture of ${ending.outInterface} shows that it did not leave`,
      [],
    );
  const delivered = ending.hook === 'input' ? noQueuedPacketDelivered(ending.host) : null;
  // Without a chain ahead, the log can't show that a packet came back.
  if (delivered === null) return null;
  const why = `the kernel counts no more packets as delivered (IpInDelivers ${delivered.value}) than the log shows without those of the queue`;
  return nobody(ending, 'possible', why, [{ ...delivered.at, text: '' }]);
};

function nobody(
  ending: JourneyEnd,
  confidence: 'inferred' | 'possible',
  why: string,
  evidence: readonly Evidence[],
): Finding {
  const adverb = confidence === 'inferred' ? 'Dropped' : 'Possibly dropped';
  const finding = deadEndInChain(
    ending,
    'nfqueue-no-listener',
    confidence,
    `${adverb} by ${rulePlace(ending)} because no program reads the queue: ${why}: ${ending.last.rule?.text}`,
  );
  if (finding.cause === null) return finding;
  return { ...finding, cause: { ...finding.cause, evidence: [...finding.cause.evidence, ...evidence] } };
}
