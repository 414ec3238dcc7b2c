import { chainsAhead } from './journey-end.ts';
import type { Explanation } from '../finding.ts';
import { originOf } from '../routing/origin.ts';

/**
 * A capture shows the packet on its way out. What of its way the log lacks was lost, or a program gave it back from a
 * queue: it is no dead end. A verdict that the log itself shows is left to the explanations that follow.
 */
export const seenLeaving: Explanation = (ending, { left, leftBy, live, network }) => {
  const { verdict, place } = ending.last;
  if (left !== 'seen' || verdict === 'drop' || verdict === 'reject') return null;
  const whole =
    verdict === 'accept' && chainsAhead(ending, live).length === 0 && ending.hook !== 'prerouting';
  const origin = originOf(ending, network);
  if (origin === 'unknown') return null;
  const decided = `The capture of ${leftBy} shows the packet leave`;
  const behind = `${place.table}/${place.chain}`;
  const lost = `${decided}; its lines behind ${behind} are missing in the log`;
  // A LOG rule need not be followed by another.
  const unlogged = ending.hook === 'postrouting' ? null : `${decided}; no rule behind ${behind} logged it`;
  return {
    disposition: origin === 'own' ? 'sent' : 'forwarded',
    cause: null,
    note:
      place.tracer === 'log'
        ? unlogged
        : whole && !ending.linesMissing
          ? null
          : verdict === 'queue' || whole
            ? decided
            : lost,
  };
};
