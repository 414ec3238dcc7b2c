import { routeInput } from '../../kernel/routing/route-input.ts';
import { shortAddress } from '../../kernel/address.ts';
import type { HostNetwork } from '../../kernel/routing/host-network.ts';
import type { RoutingRefusal } from '../causes/routing-cause.ts';
import type { Clue } from '../../model/clue.ts';
import type { SeenPacket } from '../../model/witness.ts';
import type { ClueFinder } from './clue-finder.ts';
import { ownAddresses } from './own-addresses.ts';

/** Flows beyond these are not routed. */
const MOST_FLOWS = 500;

/**
 * A capture of an interface shows what comes in before the reverse path filter, and so does not show that it was refused.
 * Packets to the host's own addresses came in there; with its routes and sysctls their routing can be replayed. Told
 * where no packet of the host was traced.
 */
export const refusedOnArrival: ClueFinder = ({ events, hostRecords, networkOf, witnessOf }) => {
  const traced = new Set(events.places.map(({ host }) => host));
  return [...hostRecords].flatMap(([host, { network: records }]): readonly Clue[] => {
    const network = networkOf(host);
    if (traced.has(host) || records === null || network === null || records.routes.length === 0) return [];
    const own = ownAddresses(records);
    const arriving = witnessOf(host).seenPackets.filter(
      ({ direction, src, dst }) =>
        direction !== 'out' && own.has(shortAddress(dst)) && !own.has(shortAddress(src)),
    );
    return refusedFlows(arriving, network).map((flow) => clueOf(host, flow));
  });
};

interface RefusedFlows {
  readonly dev: string;
  readonly first: SeenPacket;
  readonly refusal: RoutingRefusal;
  packets: number;
  readonly evidence: Clue['evidence'];
}

/** One for each interface and kind of refusal. */
function refusedFlows(arriving: readonly SeenPacket[], network: HostNetwork): readonly RefusedFlows[] {
  const decided = new Map<string, ReturnType<typeof refusalOf>>();
  const found = new Map<string, RefusedFlows>();
  for (const packet of arriving) {
    const dev = packet.interface ?? packet.filteredOn ?? null;
    if (dev === null) continue;
    const flow = [dev, packet.src, packet.dst].join(' ');
    if (!decided.has(flow)) {
      if (decided.size === MOST_FLOWS) continue;
      decided.set(flow, refusalOf(packet, dev, network));
    }
    const refused = decided.get(flow) ?? null;
    if (refused === null) continue;
    const key = `${dev} ${refused.refusal.cause.kind}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { ...refused, dev, first: packet, packets: 1 });
    else known.packets++;
  }
  return [...found.values()];
}

function refusalOf(
  { src, dst, protocol, sport, dport }: SeenPacket,
  iif: string,
  network: HostNetwork,
): Pick<RefusedFlows, 'refusal' | 'evidence'> | null {
  const family = dst.includes(':') ? 'ipv6' : 'ipv4';
  const header = { family, src, dst, protocol, sport, dport, iif } as const;
  const result = routeInput(network, { ...header, mark: 0, tos: 0, ttl: null, length: null, df: false });
  // Whatever the files leave open, it is refused; the first reason takes the least for granted.
  const ways =
    result.decided === null ? result.possible : [{ decision: result.decided, evidence: result.evidence }];
  const refusals = ways.flatMap(({ decision, evidence }) =>
    decision.outcome === 'drop' ? [{ refusal: decision, evidence }] : [],
  );
  const [first] = refusals;
  if (first === undefined || refusals.length < ways.length) return null;
  // What the kernel has by itself stands in no file.
  return { ...first, evidence: first.evidence.filter(({ file }) => file !== '') };
}

function clueOf(host: string, { dev, first, refusal, packets, evidence }: RefusedFlows): Clue {
  const { src, dst, at } = first;
  const parameters = { interface: dev, seen: packets, src, dst, why: refusal.cause };
  return {
    kind: 'refused-on-arrival',
    parameters,
    host,
    packets: 0,
    evidence: [{ ...at, text: '' }, ...evidence],
  };
}
