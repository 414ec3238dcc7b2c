import type { BridgeRefusal } from '../../model/cause.ts';
import { refusedFrame } from '../../kernel/forward-frame.ts';
import { walkThrough } from '../../kernel/walk/walk-from.ts';
import { bridging } from '../routing/bridged.ts';
import { changedEnd } from '../endings/changed-end.ts';
import { baseChainsAhead, chainsAhead, type JourneyEnd } from '../endings/journey-end.ts';
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
  readonly 'bridge-filter': { readonly bridge: string; readonly port: string };
  readonly 'bridge-port': BridgeRefusal;
}> = {
  finds: ['bridge-filter', 'bridge-port'],
  explain(ending, context) {
    const { network, witness, log, live, logEndsHere, linesLost } = context;
    if (ending.hook !== 'prerouting' || ending.last.verdict !== 'accept' || logEndsHere) return null;
    if (bridging(ending, network, witness, log) !== 'bridged') return null;
    if (!baseChainsAhead(ending, live).some((chain) => chain.hook === 'forward')) return null;
    const [awaited] = chainsAhead(ending, live);
    if (linesLost) return openEnd('incomplete', { kind: 'lines-lost', chain: awaited ?? null });
    const refused = refusedByPort(ending, context) ?? droppedByRule(ending, context);
    if (refused !== null) return refused;
    const { inInterface: bridge, physIn: port } = ending;
    const finding = { kind: 'bridge-filter', parameters: { bridge, port } } as const;
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

/** The frame is walked through the chains of the bridge family, which the trace of IP does not show. */
function droppedByRule(ending: JourneyEnd, context: ExplanationContext): Finding | null {
  const chains = context.baseChains
    .filter(({ base }) => base.layer === 'bridge' && (base.hook === 'prerouting' || base.hook === 'forward'))
    .toSorted(
      (a, b) =>
        Number(a.base.hook === 'forward') - Number(b.base.hook === 'forward') ||
        a.base.priority - b.base.priority,
    );
  if (chains.length === 0) return null;
  const { inInterface: bridge, physIn: port } = ending;
  // On the hooks of the bridge its ports are the interfaces.
  const frame = { ...ending.packet, inInterface: port, outInterface: null };
  const ahead = chains.map(({ table, chain, base }) => ({ table, chain, hook: base.hook, isNat: base.nat }));
  const { deaths } = wayOf(walkThrough(hostOf(context), frame, ahead, () => false));
  const [first] = deaths;
  if (first === undefined || (!first.certain && deaths.length > 1)) return null;
  const last = endOfWalk(ending, first.end, context);
  const finding = { kind: 'bridge-filter', parameters: { bridge, port } } as const;
  return deadEndInChain(changedEnd(ending, { last }), finding, 'inferred');
}
