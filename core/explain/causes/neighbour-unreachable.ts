import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import { routeOutput } from '../../kernel/routing/route-output.ts';
import { originOf } from '../routing/origin.ts';
import { routeInput } from '../../kernel/routing/route-input.ts';
import type { Neighbour, NextHop } from '../../model/network.ts';
import { chainsAhead, type JourneyEnd, letsPass } from '../endings/journey-end.ts';
import { deadEndOutsideRules } from '../finding.ts';
import { networkOfForwarded } from '../routing/network-of-log.ts';
import { inputPacket } from '../routing/routed-packet.ts';
import type { LogFacts } from '../log-facts.ts';
import type { CauseRecogniser } from './cause-recogniser.ts';

/**
 * All chains let the packet pass, but the next hop does not answer ARP or neighbour solicitations: the packet waits,
 * then is freed (neigh_invalidate() in net/core/neighbour.c). `ip neigh` shows FAILED, or INCOMPLETE while it is tried.
 */
export const neighbourUnreachable: CauseRecogniser<{
  /** `state` is the kernel's word for the neighbour entry. `notCaptured`: a capture shows that the packet did not leave. */
  readonly 'neighbour-unreachable': {
    readonly address: string;
    readonly interface: string;
    readonly state: string;
    readonly notCaptured: boolean;
  };
}> = {
  finds: ['neighbour-unreachable'],
  explain(ending, { network, left, live, log }) {
    // A packet of a known connection has no line in POSTROUTING where only nat hangs there.
    if (ending.hook !== 'postrouting' && ending.hook !== 'forward') return null;
    if (!letsPass(ending) || network === null) return null;
    if (chainsAhead(ending, live).length > 0) return null;
    // The packet is routed, which makes it a case of its own, only where some neighbour on its way out is unreachable.
    if (!network.neighbours.some((each) => each.dev === ending.outInterface && isUnreachable(each)))
      return null;
    const neighbour = nextNeighbour(ending, network);
    if (neighbour === null || !isUnreachable(neighbour)) return null;
    // The entry shows a later moment: what was answered had arrived.
    if (left !== 'absent' && ending.connection === 'answered') return null;
    const { address, dev, state, at } = neighbour;
    const notCaptured = left === 'absent';
    return deadEndOutsideRules(
      ending,
      { kind: 'neighbour-unreachable', parameters: { address, interface: dev, state, notCaptured } },
      notCaptured || (state === 'FAILED' && !mayHaveAnswered(neighbour, ending, network, log))
        ? 'inferred'
        : 'possible',
      `${dev} ${address}`,
      { evidence: [{ ...at, text: '' }] },
    );
  },
};

function isUnreachable({ state }: Neighbour): boolean {
  return state === 'FAILED' || state === 'INCOMPLETE';
}

/** More stations than these are not looked up. */
const MOST_STATIONS = 1000;

/**
 * The entry shows a later moment than the log. That the neighbour was there at its time shows in packets that came by way
 * of it, and in TCP packets to stations on its way that acknowledge what those had sent.
 */
function mayHaveAnswered(
  { address, dev }: Neighbour,
  { host, family }: JourneyEnd,
  network: HostNetwork,
  log: LogFacts,
): boolean {
  const isOfFamily = (each: string): boolean => each.includes(':') === (family === 'ipv6');
  const sources = [...log.sourcesOn(host, dev)].filter(isOfFamily);
  const acknowledged = [...log.acknowledged(host)].filter(isOfFamily);
  if (sources.length + acknowledged.length > MOST_STATIONS) return true;
  const hopTo = (station: string): NextHop | null => onlyHop(station, family, network);
  const isBeyond = (station: string): boolean => {
    const hop = hopTo(station);
    // A source of another link of this host's was made up by somebody, whoever that was.
    if (hop !== null && hop.dev !== dev) return hop.via !== null;
    return hop === null || (hop.via ?? station) === address;
  };
  const isReachedBy = (station: string): boolean => {
    const hop = hopTo(station);
    return hop?.dev === dev && (hop.via ?? station) === address;
  };
  return sources.some(isBeyond) || acknowledged.some(isReachedBy);
}

function onlyHop(dst: string, family: JourneyEnd['family'], network: HostNetwork): NextHop | null {
  const packet = { family, src: null, dst, mark: 0, tos: 0, protocol: 'udp', sport: null, dport: null };
  const { decided } = routeOutput(network, { ...packet, oif: null, uid: null });
  const [hop, ...others] = decided?.outcome === 'send' ? decided.hops : [];
  return hop === undefined || others.length > 0 ? null : hop;
}

function nextNeighbour(ending: JourneyEnd, network: HostNetwork): Neighbour | null {
  const hops = nextHops(ending, network);
  // The log names the way out, and so the hop of a multipath route.
  const own = hops.filter(({ dev }) => dev === ending.outInterface);
  const [hop] = own;
  if (hop === undefined || own.length > 1) return null;
  const address = hop.via ?? ending.dst;
  return network.neighbours.find((entry) => entry.dev === hop.dev && entry.address === address) ?? null;
}

function nextHops(ending: JourneyEnd, network: HostNetwork): readonly NextHop[] {
  const { family, src, dst, mark, tos, protocol, sport, dport } = ending;
  if (originOf(ending, network) === 'own') {
    const packet = { family, src, dst, mark, tos, protocol, sport, dport, oif: null, uid: null };
    const { decided } = routeOutput(network, packet);
    return decided?.outcome === 'send' ? decided.hops : [];
  }
  const { decided } = routeInput(networkOfForwarded(network, ending.inInterface, family), {
    ...inputPacket(ending),
    ttl: null,
    length: null,
  });
  return decided?.outcome === 'forward' ? decided.hops : [];
}
