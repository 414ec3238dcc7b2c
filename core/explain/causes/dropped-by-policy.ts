import { deadEndInChain } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/** No rule of a built-in chain decided, and its policy is DROP. */
export const droppedByPolicy: CauseRecogniser<{ readonly policy: object }> = {
  finds: ['policy'],
  explain(ending) {
    const { at, verdict } = ending.last;
    if (at !== 'policy' || verdict !== 'drop') return null;
    return deadEndInChain(ending, { kind: 'policy', parameters: {} }, 'observed');
  },
};
