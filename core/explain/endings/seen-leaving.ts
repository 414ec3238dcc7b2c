import { chainsAhead } from './journey-end.ts';
import type { EndNote } from '../../model/end-note.ts';
import type { Explanation } from '../finding.ts';
import { originOf } from '../routing/origin.ts';

/**
 * A capture shows the packet on its way out. What of its way the log lacks was lost, or a program gave it back from a
 * queue: it is no dead end. A verdict that the log itself shows is left to the explanations that follow.
 */
export const seenLeaving: Explanation = (ending, { left, leftBy, live, network }) => {
  const { verdict, place } = ending.last;
  if (left !== 'seen' || leftBy === null || verdict === 'drop' || verdict === 'reject') return null;
  const whole =
    verdict === 'accept' && chainsAhead(ending, live).length === 0 && ending.hook !== 'prerouting';
  const origin = originOf(ending, network);
  if (origin === 'unknown') return null;
  const note = (lines: 'missing' | 'none-expected' | 'complete'): EndNote => ({
    kind: 'captured-leaving',
    interface: leftBy,
    lines,
    chain: `${place.table}/${place.chain}`,
  });
  const decided = verdict === 'queue' || whole;
  // A LOG rule need not be followed by another.
  const logged = ending.hook === 'postrouting' ? null : note('none-expected');
  const traced = whole && !ending.linesMissing ? null : note(decided ? 'complete' : 'missing');
  return {
    disposition: origin === 'own' ? 'sent' : 'forwarded',
    cause: null,
    note: place.tracer === 'log' ? logged : traced,
  };
};
