import type { Analysis, DeadEnd } from '../../model/analysis.ts';
import type { Confidence } from '../../model/evidence.ts';
import { grouped } from '../../model/grouped.ts';
import { type Disposition, dispositions } from '../../model/journey.ts';
import type { Words } from '../../words/words.ts';
import { markup, type Markup } from './markup.ts';
import { ruleText, withCode } from './rule-text.ts';
import { counted, hostName, leftOut, listed, sureness, withinSentence } from './phrases.ts';

const mostShown = 40;

/** The answer on one screen: a sentence, a paragraph for those who will not read on, the dead ends, the counts. */
export function* answerSection(analysis: Analysis, words: Words): Generator<Markup> {
  const counts = countDispositions(analysis);
  const { deadEnds } = analysis;
  yield markup`<p class="headline">${headline(analysis, counts)}</p>
<p class="plain">${inPlainWords(analysis, counts, words).filter(Boolean).join(' ')}</p>
`;
  if (deadEnds.length > 0) yield deadEndTable(analysis, words);
  yield markup`<dl class="counts" aria-label="How the packets ended">${dispositions
    .filter((name) => (counts.get(name) ?? 0) > 0)
    .map(
      (name) =>
        markup`<div${markOf(name)}><dt>${wordOf[name]}</dt><dd>${grouped(counts.get(name) ?? 0)}</dd></div>`,
    )}</dl>
`;
}

function markOf(name: Disposition): Markup | null {
  switch (name) {
    case 'dropped':
    case 'rejected':
      return markup` class="dead"`;
    case 'incomplete':
    case 'unknown':
      return markup` class="unsure"`;
    case 'forwarded':
    case 'delivered':
    case 'sent':
    case 'queued':
      return null;
  }
}

const wordOf: Readonly<Record<Disposition, string>> = {
  forwarded: 'forwarded',
  delivered: 'delivered',
  sent: 'sent',
  dropped: '✕ dropped',
  rejected: '✕ rejected',
  queued: 'queued',
  incomplete: '? incomplete',
  unknown: '? unknown',
};

function countDispositions({ outcomes }: Analysis): ReadonlyMap<Disposition, number> {
  const counts = new Map<Disposition, number>();
  for (const index of outcomes.disposition) {
    const name = dispositions[index] as Disposition;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function headline({ journeys, deadEnds }: Analysis, counts: ReadonlyMap<Disposition, number>): Markup {
  const died = diedOf(counts);
  if (journeys.count === 0) return markup`No traced packet was found in this bundle.`;
  if (openOf(counts) === journeys.count)
    return markup`How the ${counted(journeys.count, 'packet')} ended is not known.`;
  if (died === 0)
    return markup`None of the ${counted(journeys.count, 'packet')} died, as far as the log shows.`;
  return markup`<b class="dead">✕ ${grouped(died)}</b> of ${counted(journeys.count, 'packet')} died${
    deadEnds.length > 1 ? `, of ${grouped(deadEnds.length)} different causes` : null
  }.`;
}

/** Sentences for a reader who knows no chain. */
function inPlainWords(
  analysis: Analysis,
  counts: ReadonlyMap<Disposition, number>,
  words: Words,
): readonly string[] {
  const { hosts, journeys, deadEnds, missing } = analysis;
  if (journeys.count === 0)
    return ['Nothing can be said of packets without the trace lines of a kernel log; see the notes below.'];
  const of = (name: Disposition): number => counts.get(name) ?? 0;
  const through = (['forwarded', 'delivered', 'sent', 'queued'] as const).filter((name) => of(name) > 0);
  const open = openOf(counts);
  const where =
    hosts.length > 3 ? `${grouped(hosts.length)} hosts` : listed(hosts.map(({ name }) => hostName(name)));
  const [biggest] = deadEnds;
  const sentences = [
    `The log follows ${counted(journeys.count, 'packet')} through ${where}.`,
    through.length === 0
      ? diedOf(counts) === journeys.count
        ? 'None of them got through.'
        : ''
      : `${listed(through.map((name) => `${grouped(of(name))} ${of(name) === 1 ? 'was' : 'were'} ${name}`))}.`,
  ];
  if (biggest !== undefined && diedOf(counts) > 0) {
    const share = biggest.packets === diedOf(counts) ? 'All that died' : 'The most that died of one cause';
    sentences.push(
      `${share} (${counted(biggest.packets, 'packet')}): ${withinSentence(words.causes.withoutRule(biggest.cause))}.`,
    );
    sentences.push(certainty(deadEnds));
  }
  if (open > 0)
    sentences.push(
      `Of ${counted(open, 'packet')} the end is not known: the log does not show it, so nothing is claimed.`,
    );
  if (missing.length > 0)
    sentences.push(
      `To settle what is open, ask for the output of ${listed(missing.slice(0, 3).map(({ command }) => command))}.`,
    );
  return sentences;
}

function certainty(deadEnds: readonly DeadEnd[]): string {
  const packets = (wanted: Confidence): number =>
    deadEnds.reduce((sum, { packets, cause }) => sum + (cause.confidence === wanted ? packets : 0), 0);
  const parts = [
    [packets('observed'), 'shown by the log itself'],
    [packets('inferred'), 'proven by another file of the bundle'],
    [packets('possible'), 'likely, but not proven'],
  ].filter(([count]) => count !== 0);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return `That is ${only[1]}.`;
  return `Of the deaths, ${listed(parts.map(([count, how]) => `${grouped(Number(count))} are ${how}`))}.`;
}

function diedOf(counts: ReadonlyMap<Disposition, number>): number {
  return (counts.get('dropped') ?? 0) + (counts.get('rejected') ?? 0);
}

function openOf(counts: ReadonlyMap<Disposition, number>): number {
  return (counts.get('incomplete') ?? 0) + (counts.get('unknown') ?? 0);
}

function deadEndTable({ deadEnds, hosts }: Analysis, words: Words): Markup {
  const most = Math.max(...deadEnds.map(({ packets }) => packets));
  const shown = deadEnds.slice(0, mostShown);
  return markup`<table class="dead-ends">
<caption class="hidden">Dead ends</caption>
<thead><tr><th scope="col" class="number">Packets</th><th scope="col">Died of</th>${
    hosts.length > 1 ? markup`<th scope="col">Host</th>` : null
  }<th scope="col" class="number">Flows</th><th scope="col">How sure</th></tr></thead>
<tbody>
${shown.map(
  ({ packets, cause, flows, host }, i) => markup`<tr>
<td class="number dead">✕ ${grouped(packets)}</td>
<td><a href="#dead-${i + 1}">${withCode(words.causes.withoutRule(cause), 400)}</a>${cause.text === null ? null : markup`<div class="mono quiet">${ruleText(cause.text, 300)}</div>`}${bar(packets / most)}</td>${
    hosts.length > 1 ? markup`<td class="mono">${hostName(host)}</td>` : null
  }
<td class="number">${grouped(flows.length)}</td><td>${sureness(cause.confidence)}</td></tr>
`,
)}</tbody></table>
${leftOut(deadEnds.length - shown.length, 'dead ends')}`;
}

function bar(share: number): Markup {
  return markup`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.max(
    0.5,
    Math.round(share * 1000) / 10,
  )}" height="1"/></svg>`;
}
