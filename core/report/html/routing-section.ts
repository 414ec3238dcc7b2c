import { routingOfPacket } from '../../questions/routing-of-packet.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { RoutingStep } from '../../model/journey.ts';
import { grouped } from '../../model/grouped.ts';
import { firstEvent } from '../../model/journey-events.ts';
import { packetHeader } from '../../questions/packet-header.ts';
import type { Words } from '../../words/words.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut, place, sureness } from './phrases.ts';

/** How many different questions are put to the routing tables; each takes some time. */
const mostAsked = 400;
const mostShown = 120;

/** What the hosts' rules and routes did with the packets that came in, replayed from the bundle's files. */
export function* routingSection(analysis: Analysis, words: Words): Generator<Markup> {
  const { decisions, notAsked } = decisionsOf(analysis);
  if (decisions.length === 0) {
    yield markup`<p>${words.report.noRoutingDecision}</p>
`;
    return;
  }
  const { columns, leftOut: left } = words.report;
  const many = analysis.hosts.length > 1;
  yield markup`<table class="routing-table">
<thead><tr><th scope="col" class="number">${columns.packets}</th>${many ? markup`<th scope="col">${columns.host}</th>` : null}<th scope="col">${columns.to}</th><th scope="col">${columns.decision}</th><th scope="col">${columns.confidence}</th></tr></thead>
<tbody>
${decisions.slice(0, mostShown).map(
  ({ packets, host, destinations, step }) =>
    markup`<tr><td class="number">${grouped(packets)}</td>${many ? markup`<td class="mono">${words.terms.hostName(host)}</td>` : null}<td class="mono">${words.terms.some([...destinations])}</td><td>${clipped(words.routing.step(step), 500)}${step.evidence
      .slice(0, 6)
      .map(
        (line) =>
          markup`<div class="proof">${place(line)} <span class="mono">${clipped(line.text, 240)}</span></div>`,
      )}</td><td>${sureness(step.confidence, words)}</td></tr>
`,
)}</tbody></table>
${leftOut(decisions.length - mostShown, left.decisions)}${leftOut(notAsked, left.notReplayed)}`;
}

interface Decision {
  packets: number;
  readonly host: string;
  readonly destinations: Set<string>;
  readonly step: RoutingStep;
}

function decisionsOf(analysis: Analysis) {
  const { events, journeys } = analysis;
  const questions = new Map<string, { packet: number; packets: number; host: string; dst: string }>();
  let notAsked = 0;
  for (let packet = 0; packet < journeys.count; packet++) {
    const first = firstEvent(journeys, packet);
    const { inInterface, src, dst, mark, tos } = packetHeader(events, first);
    if (inInterface === '') continue;
    const host = journeys.places[events.place[first] as number]?.place.host ?? '';
    // NAT and marks may differ between packets of one question only by the way that they took.
    const key = [host, inInterface, src, dst, mark, tos, journeys.shape[packet]].join('\0');
    const known = questions.get(key);
    if (known !== undefined) known.packets++;
    else if (questions.size >= mostAsked) notAsked++;
    else questions.set(key, { packet, packets: 1, host, dst });
  }
  const decisions = new Map<string, Decision>();
  for (const { packet, packets, host, dst } of questions.values()) {
    const step = routingOfPacket(analysis, packet);
    if (step === null) continue;
    const key = JSON.stringify([host, step.decision, step.without, step.confidence]);
    const known = decisions.get(key);
    if (known === undefined) decisions.set(key, { packets, host, destinations: new Set([dst]), step });
    else {
      known.packets += packets;
      known.destinations.add(dst);
    }
  }
  return { decisions: [...decisions.values()].sort((a, b) => b.packets - a.packets), notAsked };
}
