import type { Analysis } from '../../model/analysis.ts';
import { grouped } from '../../model/grouped.ts';
import { type Disposition, dispositions, isDead, isOpen } from '../../model/disposition.ts';
import type { Cause } from '../../model/journey.ts';
import { firstEvent } from '../../model/journey-events.ts';
import { socketText } from '../../model/socket-text.ts';
import type { Words } from '../../words/words.ts';
import { packetHeader, portsOf } from '../../questions/packet-header.ts';
import { clipped, markup, type Markup } from './markup.ts';
import { leftOut } from './phrases.ts';

const mostFlows = 300;

/** All flows as the hosts first saw them, before NAT, without their source ports: how many packets, and how they ended. */
export function* flowsSection(analysis: Analysis, words: Words): Generator<Markup> {
  const { columns, leftOut: left, local } = words.report;
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
<thead><tr><th scope="col" class="number">${columns.packets}</th>${many ? markup`<th scope="col">${columns.host}</th>` : null}<th scope="col">${columns.protocol}</th><th scope="col">${columns.incoming}</th><th scope="col">${columns.from}</th><th scope="col">${columns.to}</th><th scope="col">${columns.end}</th></tr></thead>
<tbody>
${flows.slice(0, mostFlows).map(
  ({ packets, host, protocol, inInterface, src, dst, dport, disposition, cause }) =>
    markup`<tr><td class="number">${grouped(packets)}</td>${many ? markup`<td class="mono">${host}</td>` : null}<td>${protocol}</td><td class="mono">${
      inInterface === '' ? markup`<span class="quiet">${local}</span>` : clipped(inInterface, 40)
    }</td><td class="mono">${clipped(src, 64)}</td><td class="mono">${clipped(socketText(dst, dport), 64)}</td><td>${endOf(words, disposition, cause, numbers)}</td></tr>
`,
)}</tbody></table>
${leftOut(flows.length - mostFlows, left.flows)}`;
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

function endOf(
  { terms, report }: Words,
  disposition: Disposition,
  cause: Cause | null,
  numbers: ReadonlyMap<Cause, number>,
): Markup {
  const number = cause === null ? undefined : numbers.get(cause);
  const why =
    number === undefined ? null : markup` (<a href="#dead-${number}">${report.deadEndNumber(number)}</a>)`;
  const name = terms.disposition(disposition);
  if (isDead(disposition)) return markup`<span class="dead">✕ ${name}</span>${why}`;
  if (isOpen(disposition)) return markup`<span class="unsure">? ${name}</span>${why}`;
  return markup`${name}${why}`;
}
