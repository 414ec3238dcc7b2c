import type { TracePlace } from '../../model/trace.ts';
import { chainsAhead, endsInNat } from './journey-end.ts';
import { type Explanation, openEnd } from '../finding.ts';
import { originOf } from '../routing/origin.ts';

/** Dispositions of packets that no explanation found dead: accepted by the last chain there is, or with lines missing. */
export const survived: Explanation = (ending, { live, logEndsHere, left, network, drifted }) => {
  const { hook, last } = ending;
  const verdict = last.verdict ?? (endsInNat(ending) ? 'accept' : null);
  const orOtherRules = drifted(last.place) ? ', or the rules were others at that time' : '';
  if (hook === null) return openEnd('incomplete', 'The log shows only a part of the way');
  if (verdict !== 'accept') {
    return openEnd(
      'incomplete',
      `${lastStep(last.place)} sends the packet on, but no further line follows${orOtherRules}`,
    );
  }
  const ahead = chainsAhead(ending, live);
  if (hook === 'prerouting') {
    if (logEndsHere && ahead.length > 0)
      return openEnd('incomplete', 'The log ends before the routing decision shows');
    return openEnd(
      'unknown',
      ahead.length > 0
        ? `The packet passed PREROUTING and was not seen again; nothing in the bundle explains why no line of ${ahead[0]} follows`
        : 'The packet passed PREROUTING; no chain further on is known to log, so its end is not known',
    );
  }
  if (ahead.length > 0) {
    return openEnd(
      'incomplete',
      logEndsHere
        ? `The log ends before ${ahead[0]}`
        : `No line of ${ahead[0]} follows, though it should: lines are missing${orOtherRules}`,
    );
  }
  const isGate =
    last.place.tracer === 'trace' &&
    last.place.table === 'filter' &&
    (hook === 'forward' || hook === 'input');
  if (last.at === 'policy' && isGate && orOtherRules !== '' && left !== 'seen')
    return openEnd(
      'unknown',
      `The policy of ${last.place.table}/${last.place.chain} is ACCEPT in the file, but the table has changed between log and ruleset; no line shows what it was`,
    );
  if (hook === 'input') return { disposition: 'delivered', cause: null, note: null };
  const origin = originOf(ending, network);
  if (origin === 'own') return { disposition: 'sent', cause: null, note: null };
  if (origin === 'unknown' || (ending.inInterface === '' && ending.linesMissing)) {
    return openEnd(
      'incomplete',
      'The log does not show where the packet came from: its first lines are missing',
    );
  }
  const note =
    left === 'absent' ? `The capture of ${ending.outInterface} does not show the packet leave` : null;
  return { disposition: 'forwarded', cause: null, note };
};

function lastStep({ table, chain, kind, number }: TracePlace): string {
  return `${table}/${chain} ${kind}${number === null ? '' : `:${number}`}`;
}
