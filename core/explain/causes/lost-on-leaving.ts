import type { Link } from '../../model/network.ts';
import { chainsAhead, type JourneyEnd, letsPass } from '../endings/journey-end.ts';
import { deadEndOutsideRules, type ExplanationContext, type Finding, openEnd } from '../finding.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * All chains let the packet pass, and then the way out refuses it: the interface is down or without a carrier, a tc
 * filter drops it, or its queue is full. None of that leaves a line; the interface's flags and `tc -s` tell.
 */
export const lostOnLeaving: CauseRecogniser<{
  /** `state`: the interface is down, or up without a carrier. */
  readonly 'link-down': { readonly interface: string; readonly state: 'down' | 'no-carrier' };
  readonly qdisc: { readonly interface: string; readonly discipline: string; readonly dropped: number };
  readonly 'tc-filter': { readonly interface: string; readonly dropped: number };
}> = {
  finds: ['link-down', 'tc-filter', 'qdisc'],
  explain(ending, context) {
    const { hook, outInterface } = ending;
    if (hook !== 'postrouting' && hook !== 'forward' && hook !== 'output') return null;
    if (!letsPass(ending) || outInterface === '' || outInterface === 'lo') return null;
    if (context.left === 'seen' || chainsAhead(ending, context.live).length > 0) return null;
    const found = linkDown(ending, context) ?? droppedByQueue(ending, context);
    // Flags and counters are of the moment when they were listed: what was answered had left.
    return found !== null && context.left !== 'absent' && ending.connection === 'answered' ? null : found;
  },
};

function linkDown(ending: JourneyEnd, { network, left, log }: ExplanationContext): Finding | null {
  const dev = ending.outInterface;
  const link = network?.links.get(dev);
  const shown = link === undefined ? network?.linksByRoutes.get(dev) : { state: stateOf(link), at: link.at };
  if (shown === undefined || shown.state === null) return null;
  return deadEndOutsideRules(
    ending,
    { kind: 'link-down', parameters: { interface: dev, state: shown.state } },
    // Flags are of the moment when they were listed: what came in by the interface found it working.
    left === 'absent' || !log.cameIn(ending.host).has(dev) ? 'inferred' : 'possible',
    dev,
    {
      evidence: [{ ...shown.at, text: '' }],
      grounds: left === 'absent' ? [{ kind: 'not-captured', interface: dev }] : [],
    },
  );
}

/** Null for an interface that sends. One that is a bridge's or a tunnel's has flags of its own, too. */
function stateOf({ flags }: Link): 'down' | 'no-carrier' | null {
  if (flags.length === 0) return null;
  if (!flags.includes('UP')) return 'down';
  return flags.includes('NO-CARRIER') ? 'no-carrier' : null;
}

function droppedByQueue(ending: JourneyEnd, { witness, left }: ExplanationContext): Finding | null {
  const dropping = witness.queueDisciplines.filter(
    ({ dev, droppedPackets }) => dev === ending.outInterface && droppedPackets > 0,
  );
  const filter = dropping.find(({ kind }) => kind === 'clsact');
  const queue = dropping.find(({ kind }) => kind !== 'clsact' && kind !== 'ingress');
  const place = filter ?? queue;
  if (place === undefined) return null;
  // Some packets were dropped there; which ones only a capture tells.
  if (left !== 'absent')
    return openEnd('unknown', { kind: 'may-have-been-dropped-leaving', interface: place.dev });
  const { dev, droppedPackets: dropped, kind: discipline } = place;
  const finding =
    place === filter
      ? ({ kind: 'tc-filter', parameters: { interface: dev, dropped } } as const)
      : ({ kind: 'qdisc', parameters: { interface: dev, discipline, dropped } } as const);
  return deadEndOutsideRules(ending, finding, 'inferred', `${dev} ${discipline}`, {
    grounds: [{ kind: 'not-captured', interface: dev }],
    evidence: [{ ...place.at, text: '' }],
  });
}
