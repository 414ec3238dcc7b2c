import { chainsAhead } from '../endings/journey-end.ts';
import { deadEndInChain, type Explanation, openEnd, rulePlace } from '../finding.ts';
import { lostHere } from '../endings/lost-lines.ts';

/**
 * TPROXY hands the packet to a listening socket and drops it where none listens (tproxy_tg4() in
 * net/netfilter/xt_TPROXY.c returns NF_DROP). The log shows the same line for both; only what follows tells.
 */
export const droppedByTproxy: Explanation = (ending, { live, logEndsHere, linesLost, noneAhead, wentOn }) => {
  const { rule } = ending.last;
  const drops = rule?.spec.statements.some(
    (statement) => statement.kind === 'tproxy' && statement.withoutSocket === 'drops',
  );
  if (rule === null || drops !== true || logEndsHere) return null;
  const ahead = chainsAhead(ending, live);
  if (ahead.length === 0) return null;
  // One that went on behind the same rule found a socket.
  if (linesLost || wentOn(ending.last)) return openEnd('incomplete', lostHere(ahead[0]));
  return deadEndInChain(
    ending,
    'rule',
    noneAhead ? 'inferred' : 'possible',
    `${noneAhead ? 'Dropped' : 'Possibly dropped'} by ${rulePlace(ending)}, because no socket listens where TPROXY sends it (no line of ${ahead[0]} follows${noneAhead ? ', nor did its counters count one' : ''}): ${rule.text}`,
  );
};
