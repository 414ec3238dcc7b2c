import { changedMark } from '../../kernel/walk/change-mark.ts';
import type { Statement } from '../../model/statement.ts';
import { passedEnd } from '../endings/changed-end.ts';
import { baseChainsAhead, chainsAhead, type JourneyEnd } from '../endings/journey-end.ts';
import { deadEndInChain, type ExplanationContext, type Finding, openEnd } from '../finding.ts';
import { diedInRouting } from '../routing/routing-replay.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * TPROXY hands the packet to a listening socket and drops it where none listens (tproxy_tg4() in
 * net/netfilter/xt_TPROXY.c returns NF_DROP). The log shows the same line for both; only what follows tells.
 */
export const unheardTproxy: CauseRecogniser = {
  finds: ['rule'],
  explain(ending, context) {
    const { live, logEndsHere, linesLost, noneAhead, wentOn, witness } = context;
    const { rule } = ending.last;
    const tproxy = rule?.spec.statements.find((statement) => statement.kind === 'tproxy');
    if (tproxy?.withoutSocket !== 'drops' || logEndsHere) return null;
    const [awaited] = chainsAhead(ending, live);
    if (awaited === undefined) return null;
    // One that went on after the same rule found a socket.
    if (linesLost || wentOn(ending.last))
      return openEnd('incomplete', { kind: 'lines-lost', chain: awaited });
    const listens = isHeard(tproxy, ending, witness);
    // The socket is there: then the packet is routed, with the mark that the rule gives it.
    if (listens === true) return refusedMarked(tproxy, ending, context);
    const finding = { kind: 'rule', parameters: { unheardTproxy: true, service: null } } as const;
    // Where the next chain stands after the routing decision, that may have refused a packet with a socket.
    const isNext = baseChainsAhead(ending, live).some(({ hook }) => hook === ending.hook);
    const wouldPass = isNext || refusedMarked(tproxy, ending, context) === null;
    const isProven = listens === false || (noneAhead && wouldPass);
    return deadEndInChain(ending, finding, isProven ? 'inferred' : 'possible', {
      grounds: [{ kind: 'no-line-of', chain: awaited, counted: noneAhead }],
    });
  },
};

/** Whether a socket listens where the rule sends the packet; null where the bundle does not list the host's sockets. */
function isHeard(
  { port }: Tproxy,
  { protocol }: JourneyEnd,
  { sockets }: ExplanationContext['witness'],
): boolean | null {
  if (sockets === null || port === null) return null;
  return sockets.some((socket) => socket.protocol === protocol && socket.port === port);
}

/** The packet with the mark that the rule gives it, which decides on its route. */
function refusedMarked(
  { mark: change }: Tproxy,
  ending: JourneyEnd,
  context: ExplanationContext,
): Finding | null {
  const mark = changedMark(ending.mark, change, null) ?? ending.mark;
  return diedInRouting(passedEnd(ending, { mark }), context);
}

type Tproxy = Extract<Statement, { kind: 'tproxy' }>;
