import { chainsAhead } from '../endings/journey-end.ts';
import { deadEndInChain } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * The last step is a policy that the file has as ACCEPT, but the capture of the way out shows that the packet did not
 * leave, and the table has changed since the log: the policy may have been DROP then.
 */
export const formerPolicy: CauseRecogniser = {
  finds: ['policy'],
  explain(ending, { left, live, drifted, logEndsHere }) {
    const { at, place, verdict } = ending.last;
    if (at !== 'policy' || verdict !== 'accept' || left !== 'absent' || logEndsHere) return null;
    if (!drifted(place) || chainsAhead(ending, live).length > 0) return null;
    return deadEndInChain(ending, { kind: 'policy', parameters: {} }, 'possible', {
      grounds: [{ kind: 'policy-accepts-now' }, { kind: 'not-captured', interface: ending.outInterface }],
    });
  },
};
