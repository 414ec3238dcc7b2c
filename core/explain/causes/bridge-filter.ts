import { isBridged } from '../routing/bridged.ts';
import { baseChainsAhead, chainsAhead } from '../endings/journey-end.ts';
import { deadEndInRouting, type Explanation, openEnd } from '../finding.ts';
import { lostHere } from '../endings/lost-lines.ts';

/**
 * A frame for another station passed PREROUTING and no FORWARD line follows: the bridge did not forward it. Filters of
 * the bridge family (ebtables, nft bridge) come before iptables' FORWARD and log nothing there.
 */
export const stoppedOnBridge: Explanation = (ending, { network, live, logEndsHere, linesLost }) => {
  if (ending.hook !== 'prerouting' || ending.last.verdict !== 'accept' || logEndsHere) return null;
  if (!isBridged(ending, network)) return null;
  if (!baseChainsAhead(ending, live).some((chain) => chain.hook === 'forward')) return null;
  if (linesLost) return openEnd('incomplete', lostHere(chainsAhead(ending, live)[0]));
  return deadEndInRouting(
    ending,
    'bridge-filter',
    'possible',
    `Possibly dropped on the bridge ${ending.inInterface} by a filter of the bridge family (ebtables, nft bridge): the frame came in by ${ending.physIn} for another station, and no line of FORWARD follows`,
    [],
    `${ending.inInterface} ${ending.physIn}`,
  );
};
