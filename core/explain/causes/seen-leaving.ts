import { chainsAhead } from '../ending.ts';
import type { Explanation } from '../finding.ts';

/**
 * A capture shows the packet on its way out. What of its way the log lacks was lost, or a program gave it back from a
 * queue: it is no dead end. A verdict that the log itself shows is left to the explanations that follow.
 */
export const seenLeaving: Explanation = (ending, { left, leftBy, live }) => {
  const { verdict, place } = ending.last;
  if (left !== 'seen' || verdict === 'drop' || verdict === 'reject') return null;
  const whole =
    verdict === 'accept' && chainsAhead(ending, live).length === 0 && ending.hook !== 'prerouting';
  const lost = `The capture of ${leftBy} shows the packet leave; its lines behind ${place.table}/${place.chain} are missing in the log`;
  const decided = `The capture of ${leftBy} shows the packet leave`;
  return {
    disposition: ending.local ? 'sent' : 'forwarded',
    cause: null,
    note: whole && !ending.linesMissing ? null : verdict === 'queue' || whole ? decided : lost,
  };
};
