import { chainsAhead } from '../endings/journey-end.ts';
import { deadEndInChain, openEnd } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * TPROXY hands the packet to a listening socket and drops it where none listens (tproxy_tg4() in
 * net/netfilter/xt_TPROXY.c returns NF_DROP). The log shows the same line for both; only what follows tells.
 */
export const unheardTproxy: CauseRecogniser = {
  finds: ['rule'],
  explain(ending, { live, logEndsHere, linesLost, noneAhead, wentOn }) {
    const { rule } = ending.last;
    const drops = rule?.spec.statements.some(
      (statement) => statement.kind === 'tproxy' && statement.withoutSocket === 'drops',
    );
    if (drops !== true || logEndsHere) return null;
    const [awaited] = chainsAhead(ending, live);
    if (awaited === undefined) return null;
    // One that went on after the same rule found a socket.
    if (linesLost || wentOn(ending.last))
      return openEnd('incomplete', { kind: 'lines-lost', chain: awaited });
    const finding = { kind: 'rule', parameters: { unheardTproxy: true } } as const;
    return deadEndInChain(ending, finding, noneAhead ? 'inferred' : 'possible', {
      grounds: [{ kind: 'no-line-of', chain: awaited, counted: noneAhead }],
    });
  },
};
