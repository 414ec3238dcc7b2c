import type { BridgeRefusal } from '../../model/cause.ts';
import { refusedFrame } from '../../kernel/forward-frame.ts';
import { walkThrough } from '../../kernel/walk/walk-from.ts';
import type { BaseChain } from '../../model/journey.ts';
import { bridging, isBridged } from '../routing/bridged.ts';
import { mayHaveCounted } from '../counters/may-have-counted.ts';
import { changedEnd } from '../endings/changed-end.ts';
import { baseChainsAhead, chainsAhead, type JourneyEnd, letsPass } from '../endings/journey-end.ts';
import {
  deadEndInChain,
  deadEndOutsideRules,
  type ExplanationContext,
  type Finding,
  openEnd,
} from '../finding.ts';
import { endOfWalk, hostOf, wayOf } from '../walked-death.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * A frame for another station passed PREROUTING and no FORWARD line follows: the bridge did not forward it. Either it has
 * no port to send it to, or a filter of the bridge family (ebtables, nft bridge), which logs nothing there, dropped it.
 */
export const bridgeFilter: CauseRecogniser<{
  /** `awaited`: the hook that would have had a line next; null where none would. */
  readonly 'bridge-filter': {
    readonly bridge: string;
    readonly port: string;
    readonly awaited: 'FORWARD' | 'POSTROUTING' | null;
  };
  readonly 'bridge-port': BridgeRefusal;
}> = {
  finds: ['bridge-filter', 'bridge-port'],
  explain(ending, context) {
    const { network, witness, log, live, logEndsHere, linesLost } = context;
    if (ending.hook === 'forward') return droppedAfterForward(ending, context);
    if (ending.hook !== 'prerouting' || ending.last.verdict !== 'accept' || logEndsHere) return null;
    if (bridging(ending, network, witness, log) !== 'bridged') return null;
    if (!baseChainsAhead(ending, live).some((chain) => chain.hook === 'forward')) return null;
    const [awaited] = chainsAhead(ending, live);
    if (linesLost) return openEnd('incomplete', { kind: 'lines-lost', chain: awaited ?? null });
    const refused =
      refusedByPort(ending, context) ?? droppedByRule(ending, context, beforeForward, 'FORWARD');
    if (refused !== null) return refused;
    const { inInterface: bridge, physIn: port } = ending;
    const finding = { kind: 'bridge-filter', parameters: { bridge, port, awaited: 'FORWARD' } } as const;
    return deadEndOutsideRules(ending, finding, 'possible', `${bridge} ${port}`);
  },
};

function refusedByPort(ending: JourneyEnd, { witness }: ExplanationContext): Finding | null {
  const { physIn: from, dstMac, inInterface: bridge } = ending;
  const { bridgePorts: ports, forwardingEntries: entries } = witness;
  const refusal = refusedFrame({ port: from, dstMac }, { ports, entries });
  if (refusal === null) return null;
  const { kind: why, port, entry } = refusal;
  const parameters = { bridge, from, port: port.dev, why, state: port.state };
  const lines = entry === null ? [port.at] : [port.at, entry.at];
  return deadEndOutsideRules(
    ending,
    { kind: 'bridge-port', parameters },
    'inferred',
    `${bridge} ${from} ${port.dev} ${why}`,
    { evidence: lines.map((at) => ({ ...at, text: '' })) },
  );
}

/** br_netfilter hands the frame to IP's FORWARD at priority 0 of the bridge's: filters of the bridge may follow it. */
const BR_NETFILTER = 0;

/** IP let the frame pass on the bridge's FORWARD hook, and a later chain of the bridge family dropped it. */
function droppedAfterForward(ending: JourneyEnd, context: ExplanationContext): Finding | null {
  if (!isBridged(ending, context.network) || !letsPass(ending) || context.left === 'seen') return null;
  if (baseChainsAhead(ending, context.live).some(({ hook }) => hook === 'forward')) return null;
  const [awaited] = chainsAhead(ending, context.live);
  const isMissing = awaited !== undefined && !context.logEndsHere && !context.linesLost;
  return droppedByRule(
    ending,
    context,
    ({ hook, priority }) => hook === 'postrouting' || (hook === 'forward' && priority > BR_NETFILTER),
    isMissing ? 'POSTROUTING' : null,
  );
}

/** Chains that the frame comes to between IP's PREROUTING and IP's FORWARD. */
const beforeForward = ({ hook, priority }: BaseChain): boolean =>
  hook === 'prerouting' || (hook === 'forward' && priority <= BR_NETFILTER);

/** The frame is walked through chains of the bridge family, which the trace of IP does not show. */
function droppedByRule(
  ending: JourneyEnd,
  context: ExplanationContext,
  isAhead: (base: BaseChain) => boolean,
  awaited: 'FORWARD' | 'POSTROUTING' | null,
): Finding | null {
  const order = ['prerouting', 'forward', 'postrouting'];
  const chains = context.baseChains
    .filter(({ base }) => base.layer === 'bridge' && isAhead(base))
    .toSorted(
      (a, b) => order.indexOf(a.base.hook) - order.indexOf(b.base.hook) || a.base.priority - b.base.priority,
    );
  if (chains.length === 0) return null;
  const { inInterface: bridge, physIn: port } = ending;
  // On the hooks of the bridge its ports are the interfaces.
  const frame = {
    ...ending.packet,
    inInterface: port,
    outInterface: ending.physOut === '' ? null : ending.physOut,
  };
  const ahead = chains.map(({ table, chain, base }) => ({ table, chain, hook: base.hook, isNat: base.nat }));
  const way = wayOf(walkThrough(hostOf(context), frame, ahead, () => false));
  const [first, ...more] = way.deaths.filter(({ end }) => mayHaveCounted(end));
  if (first === undefined || (!first.certain && (more.length > 0 || awaited === null))) return null;
  const last = endOfWalk(ending, first.end, context);
  const finding = { kind: 'bridge-filter', parameters: { bridge, port, awaited } } as const;
  return deadEndInChain(changedEnd(ending, { last }), finding, 'inferred');
}
