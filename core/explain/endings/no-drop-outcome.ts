import { type Explanation, openEnd } from '../finding.ts';
import { originOf } from '../routing/origin.ts';
import { isPassedOn } from '../routing/passed-on.ts';
import { chainsAhead, endsInNat } from './journey-end.ts';
import { notCapturedLeaving } from './not-captured-leaving.ts';
import { stepOf } from './step-of.ts';

/** Dispositions of packets that no explanation found dead: accepted by the last chain there is, or with lines missing. */
export const survived: Explanation = (ending, context) => {
  const { live, logEndsHere, left, network, drifted, policyReset } = context;
  const { hook, last } = ending;
  const verdict = last.verdict ?? (endsInNat(ending) ? 'accept' : null);
  const rulesChanged = drifted(last.place);
  if (hook === null) return openEnd('incomplete', { kind: 'partial-path' });
  if (verdict !== 'accept') {
    const step = stepOf(last.place);
    return openEnd('incomplete', { kind: 'nothing-follows-step', step, rulesChanged });
  }
  const [awaited] = chainsAhead(ending, live);
  if (hook === 'prerouting') {
    if (logEndsHere && awaited !== undefined)
      return openEnd('incomplete', { kind: 'log-ends-before-routing' });
    return openEnd('unknown', {
      kind: 'lost-after-prerouting',
      awaited: awaited ?? null,
      routed: awaited !== undefined && isPassedOn(ending, context),
    });
  }
  if (awaited !== undefined) {
    return openEnd(
      'incomplete',
      logEndsHere
        ? { kind: 'log-ends-before', chain: awaited }
        : { kind: 'lines-missing', chain: awaited, rulesChanged },
    );
  }
  const isGate =
    last.place.tracer === 'trace' &&
    last.place.table === 'filter' &&
    (hook === 'forward' || hook === 'input');
  if (last.at === 'policy' && isGate && (rulesChanged || policyReset) && left !== 'seen')
    return openEnd('unknown', { kind: 'policy-unknown', chain: `${last.place.table}/${last.place.chain}` });
  if (hook === 'input') return { disposition: 'delivered', cause: null, note: null };
  const origin = originOf(ending, network);
  if (origin === 'own') return { disposition: 'sent', cause: null, note: null };
  if (origin === 'unknown' || (ending.inInterface === '' && ending.linesMissing))
    return openEnd('incomplete', { kind: 'origin-unknown' });
  const notCaptured = notCapturedLeaving(left, ending.outInterface);
  if (notCaptured !== null) return notCaptured;
  return { disposition: 'forwarded', cause: null, note: null };
};
