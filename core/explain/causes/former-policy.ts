import { chainsAhead } from '../endings/journey-end.ts';
import { deadEndInChain, type Explanation } from '../finding.ts';

/**
 * The last step is a policy that the file has as ACCEPT, but the capture of the way out shows that the packet did not
 * leave, and the table has changed since the log: the policy may have been DROP then.
 */
export const formerPolicy: Explanation = (ending, { left, live, drifted, logEndsHere }) => {
  const { at, place, verdict } = ending.last;
  if (at !== 'policy' || verdict !== 'accept' || left !== 'absent' || logEndsHere) return null;
  if (!drifted(place) || chainsAhead(ending, live).length > 0) return null;
  const finding = deadEndInChain(
    ending,
    'policy',
    'possible',
    `Possibly dropped by the policy of ${place.table}/${place.chain}: the file has it as ACCEPT, but the table has changed since, and the capture of ${ending.outInterface} does not show the packet leave`,
  );
  return finding;
};
