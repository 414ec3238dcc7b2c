import type { Analysis } from '../../model/analysis.ts';
import { type Disposition, dispositions, isDead, isOpen } from '../../model/disposition.ts';
import type { Confidence } from '../../model/evidence.ts';
import { grouped } from '../../model/grouped.ts';
import { isAllClear } from '../../questions/open-ends.ts';
import type { Words } from '../../words/words.ts';
import { markup, type Markup } from './markup.ts';
import { deathClass, deathMark, leftOut, sureness } from './phrases.ts';
import { ruleText, withCode } from './rule-text.ts';

const mostShown = 40;

/** The answer on one screen: a sentence, a paragraph for those who will not read on, the dead ends, the counts. */
export function* answerSection(analysis: Analysis, words: Words): Generator<Markup> {
  const counts = countDispositions(analysis);
  const { deadEnds, journeys, hosts, missing } = analysis;
  const sum = (wanted: (disposition: Disposition) => boolean, of = counts): number =>
    dispositions.reduce((total, name) => total + (wanted(name) ? (of.get(name) ?? 0) : 0), 0);
  const [packets, dead, open] = [journeys.count, sum(isDead), sum(isOpen)];
  const possible = countPossible(analysis);
  const headline = {
    packets,
    dead,
    possible: sum((name) => isDead(name) && possible.has(name), possible),
    open,
    reasons: deadEnds.length,
    allClear: isAllClear(analysis),
  };
  const facts = {
    packets,
    dead,
    open,
    hosts: hosts.map(({ name }) => name),
    byDisposition: counts,
    biggest: deadEnds[0] ?? null,
    byConfidence: countConfidence(analysis),
    missing,
  };
  yield markup`<p class="headline">${dead === 0 ? null : headline.possible === dead ? markup`<b class="unsure">?</b> ` : markup`<b class="dead">✕</b> `}${words.report.headline(headline)}</p>
<p class="plain">${words.report.inPlainWords(facts)}</p>
`;
  if (deadEnds.length > 0) yield deadEndTable(analysis, words);
  yield markup`<dl class="counts" aria-label="${words.report.howPacketsEnded}">${dispositions
    .filter((name) => (counts.get(name) ?? 0) > 0)
    .map(
      (name) =>
        markup`<div${isDead(name) ? markup` class="dead"` : isOpen(name) ? markup` class="unsure"` : null}><dt>${
          isDead(name) ? '✕ ' : isOpen(name) ? '? ' : null
        }${words.terms.disposition(name)}</dt><dd>${grouped(counts.get(name) ?? 0)}${
          possible.has(name)
            ? markup` <span class="unsure">(${words.report.ofThemPossible(possible.get(name) ?? 0)}&nbsp;?)</span>`
            : null
        }</dd></div>`,
    )}</dl>
`;
}

function countDispositions({ outcomes }: Analysis): ReadonlyMap<Disposition, number> {
  const counts = new Map<Disposition, number>();
  for (const index of outcomes.disposition) {
    const name = dispositions[index] as Disposition;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Packets that died as far as is known, though that is not proven. */
function countPossible({ outcomes }: Analysis): ReadonlyMap<Disposition, number> {
  const counts = new Map<Disposition, number>();
  outcomes.disposition.forEach((index, packet) => {
    const name = dispositions[index] as Disposition;
    if (!isDead(name) || outcomes.causes[outcomes.cause[packet] as number]?.confidence !== 'possible') return;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  return counts;
}

/** Packets of the dead ends, the surest first. */
function countConfidence({ deadEnds }: Analysis): ReadonlyMap<Confidence, number> {
  const counts = new Map<Confidence, number>([
    ['observed', 0],
    ['inferred', 0],
    ['possible', 0],
  ]);
  for (const { packets, cause } of deadEnds)
    counts.set(cause.confidence, (counts.get(cause.confidence) ?? 0) + packets);
  return counts;
}

function deadEndTable({ deadEnds, hosts }: Analysis, words: Words): Markup {
  const { columns } = words.report;
  const most = Math.max(...deadEnds.map(({ packets }) => packets));
  const shown = deadEnds.slice(0, mostShown);
  return markup`<table class="dead-ends">
<caption class="hidden">${words.report.sections.deadEnds}</caption>
<thead><tr><th scope="col" class="number">${columns.packets}</th><th scope="col">${columns.cause}</th>${
    hosts.length > 1 ? markup`<th scope="col">${columns.host}</th>` : null
  }<th scope="col" class="number">${columns.flows}</th><th scope="col">${columns.confidence}</th></tr></thead>
<tbody>
${shown.map(
  ({ packets, cause, flows, host }, i) => markup`<tr>
<td class="number ${deathClass(cause.confidence)}">${deathMark(cause.confidence)} ${grouped(packets)}</td>
<td><a href="#dead-${i + 1}">${withCode(words.causes.withoutRule(cause), 400)}</a>${cause.text === null ? null : markup`<div class="mono quiet">${ruleText(cause.text, 300)}</div>`}${bar(packets / most)}</td>${
    hosts.length > 1 ? markup`<td class="mono">${words.terms.hostName(host)}</td>` : null
  }
<td class="number">${grouped(flows.length)}</td><td>${sureness(cause.confidence, words)}</td></tr>
`,
)}</tbody></table>
${leftOut(deadEnds.length - shown.length, words.report.leftOut.deadEnds)}`;
}

function bar(share: number): Markup {
  return markup`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.max(
    0.5,
    Math.round(share * 1000) / 10,
  )}" height="1"/></svg>`;
}
