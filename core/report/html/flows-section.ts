import type { Analysis } from '../../model/analysis.ts';
import { grouped } from '../../model/grouped.ts';
import { type Cause, type Disposition, dispositions } from '../../model/journey.ts';
import { firstEvent } from '../../model/journey-events.ts';
import { packetHeader, portsOf } from '../journey-facts.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut, socket } from './phrases.ts';

const mostFlows = 300;

/** All flows as the hosts first saw them, before NAT, without their source ports: how many packets, and how they ended. */
export function* flowsSection(analysis: Analysis): Generator<Markup> {
  const flows = flowsOf(analysis);
  const many = analysis.hosts.length > 1;
  const numbers = new Map(
    analysis.deadEnds.flatMap(({ causes }, i) =>
      causes.flatMap((cause) => {
        const known = analysis.outcomes.causes[cause];
        return known === undefined ? [] : [[known, i + 1] as const];
      }),
    ),
  );
  yield markup`<table class="flows">
<thead><tr><th scope="col" class="number">Packets</th>${many ? markup`<th scope="col">Host</th>` : null}<th scope="col">Protocol</th><th scope="col">In by</th><th scope="col">From</th><th scope="col">To</th><th scope="col">End</th></tr></thead>
<tbody>
${flows.slice(0, mostFlows).map(
  ({ packets, host, protocol, inInterface, src, dst, dport, disposition, cause }) =>
    markup`<tr><td class="number">${grouped(packets)}</td>${many ? markup`<td class="mono">${host}</td>` : null}<td>${protocol}</td><td class="mono">${
      inInterface === '' ? markup`<span class="quiet">itself</span>` : clipped(inInterface, 40)
    }</td><td class="mono">${clipped(src, 64)}</td><td class="mono">${clipped(socket(dst, dport), 64)}</td><td>${endOf(disposition, cause, numbers)}</td></tr>
`,
)}</tbody></table>
${leftOut(flows.length - mostFlows, 'flows, each of fewer packets')}`;
}

interface FlowEnd {
  packets: number;
  readonly host: string;
  readonly protocol: string;
  readonly inInterface: string;
  readonly src: string;
  readonly dst: string;
  readonly dport: number | null;
  readonly disposition: Disposition;
  readonly cause: Cause | null;
}

function flowsOf({ events, journeys, outcomes }: Analysis): readonly FlowEnd[] {
  const flows = new Map<string, FlowEnd>();
  for (let packet = 0; packet < journeys.count; packet++) {
    const first = firstEvent(journeys, packet);
    const header = packetHeader(events, first);
    const host = journeys.places[events.place[first] as number]?.place.host ?? '';
    const { dport } = portsOf(header);
    const { protocol, inInterface, src, dst } = header;
    const disposition = dispositions[outcomes.disposition[packet] as number] as Disposition;
    const cause = outcomes.causes[outcomes.cause[packet] as number] ?? null;
    const key = [host, protocol, inInterface, src, dst, dport, disposition, outcomes.cause[packet]].join(
      '\0',
    );
    const known = flows.get(key);
    if (known !== undefined) known.packets++;
    else flows.set(key, { packets: 1, host, protocol, inInterface, src, dst, dport, disposition, cause });
  }
  return [...flows.values()].sort((a, b) => b.packets - a.packets);
}

function endOf(disposition: Disposition, cause: Cause | null, numbers: ReadonlyMap<Cause, number>): Markup {
  const number = cause === null ? undefined : numbers.get(cause);
  const why = number === undefined ? null : markup` (<a href="#dead-${number}">dead end ${number}</a>)`;
  if (disposition === 'dropped' || disposition === 'rejected')
    return markup`<span class="dead">✕ ${disposition}</span>${why}`;
  if (disposition === 'incomplete' || disposition === 'unknown')
    return markup`<span class="unsure">? ${disposition}</span>${why}`;
  return markup`${disposition}${why}`;
}
