import { isBridged } from '../routing/bridged.ts';
import { baseChainsAhead, chainsAhead } from '../endings/journey-end.ts';
import { deadEndOutsideRules, openEnd } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * A frame for another station passed PREROUTING and no FORWARD line follows: the bridge did not forward it. Filters of
 * the bridge family (ebtables, nft bridge) come before iptables' FORWARD and log nothing there.
 */
export const bridgeFilter: CauseRecogniser = {
  finds: ['bridge-filter'],
  explain(ending, { network, live, logEndsHere, linesLost }) {
    if (ending.hook !== 'prerouting' || ending.last.verdict !== 'accept' || logEndsHere) return null;
    if (!isBridged(ending, network)) return null;
    if (!baseChainsAhead(ending, live).some((chain) => chain.hook === 'forward')) return null;
    const [awaited] = chainsAhead(ending, live);
    if (linesLost) return openEnd('incomplete', { kind: 'lines-lost', chain: awaited ?? null });
    const { inInterface: bridge, physIn: port } = ending;
    const finding = { kind: 'bridge-filter', parameters: { bridge, port } } as const;
    return deadEndOutsideRules(ending, finding, 'possible', `${bridge} ${port}`);
  },
};
