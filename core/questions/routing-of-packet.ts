import { hostNetwork } from '../kernel/routing/host-network.ts';
import { routeInput } from '../kernel/routing/route-input.ts';
import { routedTo } from '../kernel/routing/routed-to.ts';
import type { Analysis } from '../model/analysis.ts';
import type { Evidence } from '../model/evidence.ts';
import { recordsOf } from '../model/host-records.ts';
import { keptLine } from '../model/kept-lines.ts';
import type { Journeys, RoutingStep } from '../model/journey.ts';
import { eventsOf } from '../model/journey-events.ts';
import { isBridged } from '../explain/routing/bridged.ts';
import { journeyEndOf } from '../explain/endings/journey-end.ts';
import { inputPacket } from '../explain/routing/routed-packet.ts';

/**
 * The routing decision that a packet (index from 0) met after PREROUTING, replayed. Null for a packet that met none:
 * locally generated, bridged, or not seen in PREROUTING; and where the bundle has nothing of the host's routing.
 */
export function routingOfPacket(analysis: Analysis, packet: number): RoutingStep | null {
  const { events, journeys, keptLines } = analysis;
  const decidedAt = lastPreroutingStep(journeys, packet);
  if (decidedAt === null) return null;
  const before = journeyEndOf(events, journeys, packet, decidedAt.event, decidedAt.shape);
  const after = journeyEndOf(events, journeys, packet);
  const records = recordsOf(analysis, before.host).network;
  if (records === null || before.inInterface === 'lo') return null;
  const network = hostNetwork(records);
  if (isBridged(before, network) || isBridged(after, network)) return null;
  const asWritten = (lines: readonly Evidence[]) =>
    lines.map((line) => ({ ...line, text: keptLine(keptLines, line) }));
  const result = routeInput(network, { ...inputPacket(before), ...rewrittenUntil(decidedAt.next) });
  if (result.decided !== null) {
    return {
      decision: routedTo(result.decided),
      without: [],
      evidence: asWritten(result.evidence),
      confidence: 'inferred',
    };
  }
  const [first] = result.possible;
  if (first === undefined) return null;
  return {
    decision: routedTo(first.decision),
    without: result.missing.map(({ fact }) => fact),
    evidence: asWritten(first.evidence),
    confidence: 'possible',
  };

  /** NAT in PREROUTING shows in the next line only, and for a known connection it has no line at all. */
  function rewrittenUntil(next: number | null): { dst?: string; dport?: number } {
    if (next === null) return {};
    const header = events.header[next] as number;
    const dst = events.names[events.headers.dst[header] as number] as string;
    const dport = events.headers.dport[header] as number;
    return dport < 0 ? { dst } : { dst, dport };
  }
}

function lastPreroutingStep(
  journeys: Journeys,
  packet: number,
): { event: number; shape: number; next: number | null } | null {
  const own = eventsOf(journeys, packet);
  let shape = journeys.shape[packet] as number;
  for (let step = own.length - 1; step >= 0; step--) {
    const found = journeys.shapes[shape];
    if (found === undefined) return null;
    if (found.hook === 'prerouting')
      return { event: own[step] as number, shape, next: own[step + 1] ?? null };
    shape = found.parent;
  }
  return null;
}
