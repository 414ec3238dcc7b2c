import type { OutputPacket } from '../../kernel/routing/routed-packet.ts';
import { routeOutput } from '../../kernel/routing/route-output.ts';
import { chainsAhead, type JourneyEnd, letsPass } from '../endings/journey-end.ts';
import { deadEndOutsideRules, type ExplanationContext } from '../finding.ts';
import { onlyDestination } from '../routing/routed-packet.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';
import { routingCauses } from './routing-causes.ts';

/**
 * A local packet is routed before OUTPUT, and again where mangle changed its mark or TOS there, or nat its destination
 * (ip_route_me_harder(), net/ipv4/netfilter.c). If that lookup is refused, the hook drops it: the chains after have no line.
 */
export const refusedOnRerouting: CauseRecogniser = {
  finds: ['no-route', 'blackhole', 'unreachable', 'prohibit'],
  explain(ending, context) {
    const { network, live, logEndsHere, linesLost, left } = context;
    if (ending.hook !== 'output' || !ending.local || network === null || !letsPass(ending)) return null;
    if (logEndsHere || linesLost || left === 'seen' || chainsAhead(ending, live).length === 0) return null;
    const rerouted = reroutedPacket(ending, context);
    if (rerouted === null) return null;
    const { decided, evidence } = routeOutput(network, rerouted);
    if (decided?.outcome !== 'drop') return null;
    const where = routingCauses[decided.cause.kind].group(decided, ending);
    return deadEndOutsideRules(ending, decided.cause, 'inferred', where, { evidence });
  },
};

/** The packet as it is routed the second time; null where it is not, or where that is not known. */
function reroutedPacket(ending: JourneyEnd, context: ExplanationContext): OutputPacket | null {
  const { base } = ending;
  if (base === null || base.layer !== 'ip') return null;
  if (base.nat) {
    const to = onlyDestination(ending);
    return to === null ? null : { ...sentPacket(ending), dst: to.address, dport: to.port ?? ending.dport };
  }
  if (!reroutes(ending, context)) return null;
  // A mark of the socket's own was there before OUTPUT: then the first lookup would have been refused.
  return ending.mark === 0 && ending.tos === 0 ? null : sentPacket(ending);
}

function sentPacket(ending: JourneyEnd): OutputPacket {
  const { family, src, dst, mark, tos, protocol, sport, dport } = ending;
  return { family, src, dst, mark, tos, protocol, sport, dport, oif: null, uid: null };
}

/** mangle of iptables, and nft's chains of type route. */
function reroutes({ base }: JourneyEnd, { baseChains }: ExplanationContext): boolean {
  const listed = baseChains.find(
    (each) =>
      each.base.table === base?.table &&
      each.base.chain === base.chain &&
      each.base.tableFamily === base.tableFamily,
  );
  const type = listed?.chain.base?.type ?? null;
  return type === null ? base?.table === 'mangle' : type === 'route';
}
