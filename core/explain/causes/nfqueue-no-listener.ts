import { chainsAhead } from '../ending.ts';
import { seenLeaving } from '../witness.ts';
import { deadEndInChain, type Explanation, rulePlace } from '../finding.ts';

/**
 * NFQUEUE without a program that reads the queue drops (nf_queue() in net/netfilter/nf_queue.c returns -ESRCH), unless
 * the rule says --queue-bypass. That nobody reads shows only in that no packet ever came back from the queue.
 */
export const queuedForNobody: Explanation = (ending, { live, witness, wentOn }) => {
  const { rule, verdict } = ending.last;
  if (verdict !== 'queue' || rule === null || wentOn(ending.last)) return null;
  const leaving = ending.outInterface === '' ? 'unknown' : seenLeaving(witness, ending);
  if (leaving === 'seen')
    return { disposition: ending.local ? 'sent' : 'forwarded', cause: null, note: null };
  if (rule.target?.options.includes('--queue-bypass') === true) return null;
  // Without a chain ahead, only a capture of the way out shows that no packet came back.
  if (chainsAhead(ending, live).length === 0 && leaving === 'unknown') return null;
  return deadEndInChain(
    ending,
    'nfqueue-no-listener',
    'possible',
    `Possibly dropped by ${rulePlace(ending)} because no program reads the queue: no packet of this log came back from it: ${rule.text}`,
  );
};
