import type { AnalysedBundle, DeadEnd, FlowCount } from '../../model/analysis.ts';
import { grouped } from '../../model/grouped.ts';
import { isDead } from '../../model/disposition.ts';
import type { NearMiss } from '../../model/journey.ts';
import { socketText } from '../../model/socket-text.ts';
import { examplesOf } from '../analysis-document.ts';
import { journeyRows } from '../../questions/journey-rows.ts';
import { packetStory } from '../../questions/packet-story.ts';
import type { Words } from '../../words/words.ts';
import type { FixedDeadEnd } from '../../model/fix.ts';
import { evidenceTable } from './evidence-table.ts';
import { fixesList } from './fixes-list.ts';
import { journeyTable } from './journey-table.ts';
import { bare } from './masthead.ts';
import { clipped, type Content, markup, type Markup } from './markup.ts';
import { ruleText, withCode } from './rule-text.ts';
import { deathClass, deathMark, leftOut, place, sureness } from './phrases.ts';

const mostDeadEnds = 40;
const mostFlows = 20;
const mostNearMisses = 5;

/** What would let a dead end (its index) pass. */
export type FixesOf = (deadEnd: number) => FixedDeadEnd;

/** Each dead end with its explanation, its flows, one packet's journey, and the lines that prove it. */
export async function* deadEndsSection(
  analysis: AnalysedBundle,
  words: Words,
  fixesOf: FixesOf | null,
): AsyncGenerator<Markup> {
  const examples = examplesOf(analysis);
  for (const [i, deadEnd] of analysis.deadEnds.slice(0, mostDeadEnds).entries()) {
    const fixed = fixesOf === null ? null : fixesList(words, fixesOf(i));
    yield await deadEndArticle(words, analysis, deadEnd, i + 1, examples[i] as number, fixed);
  }
  yield markup`${leftOut(analysis.deadEnds.length - mostDeadEnds, words.report.leftOut.deadEnds)}`;
}

async function deadEndArticle(
  words: Words,
  analysis: AnalysedBundle,
  { cause, packets, flows, host }: DeadEnd,
  number: number,
  example: number,
  fixes: Markup | null,
): Promise<Markup> {
  const story = await packetStory(analysis, example);
  const [row] = await journeyRows(analysis, [example]);
  const many = analysis.hosts.length > 1;
  const end =
    row === undefined
      ? null
      : markup`${words.terms.comma}<span class="mono">${row.protocol} ${socketText(row.src, row.sport)} → ${socketText(row.dst, row.dport)}</span>${
          row.stamp === '' ? null : markup`${words.terms.comma}${bare(row.stamp)}`
        }`;
  return markup`<article id="dead-${number}">
<h3><span class="rank">${number}</span> ${withCode(words.causes.withoutRule(cause), 1000)}</h3>
<p class="tally"><b class="${deathClass(cause.confidence)}">${deathMark(cause.confidence)} ${words.terms.packets(packets)}</b> · ${words.terms.flows(flows.length)}${
    cause.chain === null ? null : markup` · <span class="mono">${cause.table}/${cause.chain}</span>`
  }${many ? markup` · <span class="mono">${words.terms.hostName(host)}</span>` : null} · ${sureness(cause.confidence, words)}${words.terms.colon}${words.terms.confidenceMeaning(
    cause.confidence,
  )}</p>
${cause.text === null ? null : markup`<p class="rule mono">${ruleText(cause.text, 1000)}</p>`}
<p class="remedy">${withCode(words.terms.sentence(words.causes.remedy(cause)), 1000)}</p>
${fixes}
${flowTable(words, flows)}
${nearMissList(words, story.nearMisses)}
<h4>${words.report.example(example + 1)}${end}</h4>
${story.ambiguous ? markup`<p class="unsure">? ${words.report.ambiguous}</p>` : null}
${
  story.elsewhere.length === 0
    ? null
    : markup`<p class="tally">${words.report.onOtherHosts(story.elsewhere.map(words.elsewhere.note))}</p>
`
}${journeyTable(words, story.timeline, isDead(story.disposition))}
<div class="whole"><h4>${words.report.evidence}</h4>
${evidenceTable(words, story.evidence)}</div>
</article>
`;
}

/** Flows without their source ports, which say nothing where there are many. */
function flowTable({ report, terms }: Words, flows: readonly FlowCount[]): Content {
  const { columns } = report;
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
  return markup`<table class="flows"><caption>${report.flowTable}</caption>
<thead><tr><th scope="col" class="number">${columns.packets}</th><th scope="col">${columns.protocol}</th><th scope="col">${columns.from}</th><th scope="col">${columns.sourcePort}</th><th scope="col">${columns.to}</th></tr></thead>
<tbody>
${ordered.slice(0, mostFlows).map(
  ({
    flow,
    packets,
    sports,
  }) => markup`<tr><td class="number">${grouped(packets)}</td><td>${flow.protocol}</td><td class="mono">${clipped(flow.src, 64)}</td><td>${sportText(terms, sports)}</td><td class="mono">${clipped(socketText(flow.dst, flow.dport), 64)}</td></tr>
`,
)}</tbody></table>
${leftOut(ordered.length - mostFlows, report.leftOut.flows)}`;
}

function sportText(terms: Words['terms'], sports: readonly (number | null)[]): string {
  const ports = sports.filter((port) => port !== null);
  if (ports.length === 0) return '';
  return ports.length <= 3 ? ports.join(', ') : terms.ports(ports.length);
}

function nearMissList({ mismatches, report }: Words, misses: readonly NearMiss[]): Content {
  if (misses.length === 0) return null;
  const { columns } = report;
  return markup`<table class="misses"><caption>${report.nearMisses}</caption>
<thead><tr><th scope="col">${columns.where}</th><th scope="col">${columns.mismatch}</th><th scope="col">${columns.rule}</th><th scope="col">${columns.line}</th></tr></thead>
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
    certain ? null : markup`<span class="unsure">? </span>`
  }${withCode(mismatches.mismatch(failed), 300)}</td><td class="mono">${ruleText(text, 400)}</td><td>${place(at)}</td></tr>
`,
)}</tbody></table>
${leftOut(misses.length - mostNearMisses, report.leftOut.rules)}`;
}
