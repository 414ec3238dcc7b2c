import type { Analysis, DeadEnd, FlowCount } from '../../model/analysis.ts';
import { grouped } from '../../model/grouped.ts';
import type { NearMiss } from '../../model/journey.ts';
import { examplesOf } from '../analysis-document.ts';
import { journeyRows, packetStory } from '../story.ts';
import type { Words } from '../../words/words.ts';
import { evidenceTable } from './evidence-table.ts';
import { journeyTable } from './journey-table.ts';
import { bare } from './masthead.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { ruleText, withCode } from './rule-text.ts';
import { counted, hostName, leftOut, meaningOf, place, socket, sureness } from './phrases.ts';

const mostDeadEnds = 40;
const mostFlows = 20;
const mostNearMisses = 5;

/** Each dead end with its explanation, its flows, one packet's journey, and the lines that prove it. */
export async function* deadEndsSection(analysis: Analysis, words: Words): AsyncGenerator<Markup> {
  const examples = examplesOf(analysis);
  for (const [i, deadEnd] of analysis.deadEnds.slice(0, mostDeadEnds).entries()) {
    yield await deadEndArticle(words, analysis, deadEnd, i + 1, examples[i] as number);
  }
  yield markup`${leftOut(analysis.deadEnds.length - mostDeadEnds, 'dead ends, each of fewer packets')}`;
}

async function deadEndArticle(
  words: Words,
  analysis: Analysis,
  { cause, packets, flows, host }: DeadEnd,
  number: number,
  example: number,
): Promise<Markup> {
  const story = await packetStory(analysis, example);
  const [row] = await journeyRows(analysis, [example]);
  const many = analysis.hosts.length > 1;
  const end =
    row === undefined
      ? null
      : markup`packet ${grouped(example + 1)}, <span class="mono">${row.protocol} ${socket(row.src, row.sport)} → ${socket(row.dst, row.dport)}</span>${
          row.stamp === '' ? null : markup`, ${bare(row.stamp)}`
        }`;
  return markup`<article id="dead-${number}">
<h3><span class="rank">${number}</span> ${withCode(words.causes.withoutRule(cause), 1000)}</h3>
<p class="tally"><b class="dead">✕ ${counted(packets, 'packet')}</b> · ${counted(flows.length, 'flow')}${
    cause.chain === null ? null : markup` · <span class="mono">${cause.table}/${cause.chain}</span>`
  }${many ? markup` · <span class="mono">${hostName(host)}</span>` : null} · ${sureness(cause.confidence)}: ${
    meaningOf[cause.confidence]
  }</p>
${cause.text === null ? null : markup`<p class="rule mono">${ruleText(cause.text, 1000)}</p>`}
<p class="remedy">${withCode(words.causes.remedy(cause), 1000)}.</p>
${flowTable(flows)}
${nearMissList(story.nearMisses)}
<h4>The way of one of them: ${end}</h4>
${story.ambiguous ? markup`<p class="unsure">? Another packet looks the same in the log; some of these lines could be its own.</p>` : null}
${
  story.elsewhere.length === 0
    ? null
    : markup`<p class="tally">On other hosts: ${story.elsewhere.map(({ says }) => says).join('; ')}.</p>
`
}${journeyTable(words, story.timeline, story.disposition === 'dropped' || story.disposition === 'rejected')}
<div class="whole"><h4>Evidence</h4>
${evidenceTable(story.evidence)}</div>
</article>
`;
}

/** Flows without their source ports, which say nothing where there are many. */
function flowTable(flows: readonly FlowCount[]): Content {
  const groups = new Map<string, { flow: FlowCount; packets: number; sports: (number | null)[] }>();
  for (const flow of flows) {
    const key = JSON.stringify([flow.protocol, flow.src, flow.dst, flow.dport]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { flow, packets: flow.packets, sports: [flow.sport] });
    else {
      group.packets += flow.packets;
      group.sports.push(flow.sport);
    }
  }
  const ordered = [...groups.values()].sort((a, b) => b.packets - a.packets);
  return markup`<table class="flows"><caption>Flows</caption>
<thead><tr><th scope="col" class="number">Packets</th><th scope="col">Protocol</th><th scope="col">From</th><th scope="col">Source port</th><th scope="col">To</th></tr></thead>
<tbody>
${ordered.slice(0, mostFlows).map(
  ({
    flow,
    packets,
    sports,
  }) => markup`<tr><td class="number">${grouped(packets)}</td><td>${flow.protocol}</td><td class="mono">${clipped(flow.src, 64)}</td><td>${sportText(sports)}</td><td class="mono">${clipped(socket(flow.dst, flow.dport), 64)}</td></tr>
`,
)}</tbody></table>
${leftOut(ordered.length - mostFlows, 'flows')}`;
}

function sportText(sports: readonly (number | null)[]): string {
  const ports = sports.filter((port) => port !== null);
  if (ports.length === 0) return '';
  return ports.length <= 3 ? ports.join(', ') : `${grouped(ports.length)} ports`;
}

function nearMissList(misses: readonly NearMiss[]): Content {
  if (misses.length === 0) return null;
  return markup`<table class="misses"><caption>Rules that would have let it through</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">What did not fit</th><th scope="col">As the bundle has it</th><th scope="col">Line</th></tr></thead>
<tbody>
${misses.slice(0, mostNearMisses).map(
  ({
    table,
    chain,
    number,
    failed,
    certain,
    text,
    at,
  }) => markup`<tr><td class="mono nowrap">${table}/${chain}${number === null ? null : ` ${number}`}</td><td>${
    certain ? null : markup`<span class="unsure">? may be: </span>`
  }${withCode(failed, 300)}</td><td class="mono">${ruleText(text, 400)}</td><td>${place(at)}</td></tr>
`,
)}</tbody></table>
${leftOut(misses.length - mostNearMisses, 'rules')}`;
}
