import { nearMissesOfPacket } from '../questions/near-misses/near-misses-of-packet.ts';
import { deltaNumber } from '../model/delta-column.ts';
import type { Analysis, FlowCount } from '../model/analysis.ts';
import type { ElsewhereNote } from '../model/packet-story.ts';
import { dispositions } from '../model/disposition.ts';
import type { NeverSearch } from '../model/reach.ts';
import { grouped } from '../model/grouped.ts';
import { lastEvent } from '../model/journey-events.ts';
import { flowsOfOpenEnds, isAllClear, openEnds } from '../questions/open-ends.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { kernelMessageLines } from './kernel-messages-text.ts';
import { allDiagnostics, examplesOf } from './analysis-document.ts';
import { elsewhereOf } from '../questions/other-hosts.ts';
import { clueLines } from './clues-text.ts';
import type { TextLine } from './text-line.ts';
import { visible } from './visible.ts';

/** The analysis for a person at a terminal. Control characters of the bundle are replaced. */
export function analysisText(analysis: Analysis, words: Words = english): string {
  return analysisLines(analysis, words)
    .map(({ text }) => `${text}\n`)
    .join('');
}

/** The same, line by line, with the rules that no packet can match where those were searched for. */
export function analysisLines(
  analysis: Analysis,
  words: Words = english,
  never: NeverSearch | null = null,
): readonly TextLine[] {
  const { terminal } = words;
  const parts = [
    summaryLines(analysis, words).map(plain),
    part(terminal.deadEnds, deadEndLines(analysis, words)),
    part(terminal.openEnds, openEndLines(analysis, words)),
    part(terminal.clues, clueLines(analysis, words)),
    part(terminal.kernelMessages, kernelMessageLines(analysis, words)),
    part(terminal.betweenHosts, lostBetweenHosts(analysis, words)),
    part(words.reach.neverHeading, never === null ? [] : neverLines(never, words)),
    part(terminal.missing, analysis.missing.map(terminal.request)),
    part(terminal.notes, allDiagnostics(analysis).map(terminal.diagnostic)),
    part(
      terminal.files,
      analysis.artifacts.map(({ path, kind, lines }) => terminal.file(path, kind, lines)),
    ),
  ];
  return parts.flat().map((line) => ({ ...line, text: visible(line.text) }));
}

function neverLines({ rules, left }: NeverSearch, { reach }: Words): readonly string[] {
  const lines = [...rules.map(reach.neverLine), ...left.map((each) => `${reach.neverLeft(each)}.`)];
  return lines.length === 0 ? [reach.neverNone] : lines;
}

/** A heading and its lines; nothing where there are none. */
function part(heading: string, lines: readonly string[]): readonly TextLine[] {
  if (lines.length === 0) return [];
  return [plain(''), { role: 'heading', text: heading }, ...lines.map((line) => plain(`  ${line}`))];
}

function plain(text: string): TextLine {
  return { role: 'plain', text };
}

function summaryLines(analysis: Analysis, { terminal, terms }: Words): readonly string[] {
  const { hosts, journeys, outcomes, partial } = analysis;
  const counts = dispositions.map(() => 0);
  for (const index of outcomes.disposition) counts[index] = (counts[index] ?? 0) + 1;
  const names = hosts.map(({ name }) => name);
  const ends = dispositions.map((name, index) => [name, counts[index] ?? 0] as const);
  return [
    journeys.count === 0 ? terms.noTracedPackets : terminal.counts(journeys.count, names, ends),
    ...(partial ? [terminal.partial] : []),
    ...(isAllClear(analysis) ? ['', terms.noPacketDied] : []),
  ];
}

const mostFlows = 3;
const mostNearMisses = 2;

function deadEndLines(analysis: Analysis, words: Words): readonly string[] {
  const { terminal } = words;
  const examples = examplesOf(analysis);
  return counted(
    analysis.deadEnds.map(({ packets, cause, causes, flows, host }, index) => {
      const example = examples[index] as number;
      return {
        packets,
        lines: [
          terminal.deadEnd(cause, causes.length, host),
          ...flowLines(flows, terminal),
          terminal.remedy(cause),
          ...nearMissesOfPacket(analysis, example).slice(0, mostNearMisses).map(terminal.nearMiss),
          ...elsewhereLines(analysis, causes, words),
          ...cause.evidence.map(({ file, line, text }) => `${file}:${line}: ${text.trim()}`),
          terminal.lastLine(lastLineOf(analysis, example), example + 1),
        ],
      };
    }),
  );
}

function flowLines(flows: readonly FlowCount[], terminal: Words['terminal']): readonly string[] {
  const rest = flows.length - mostFlows;
  return [...flows.slice(0, mostFlows).map(terminal.flow), ...(rest > 0 ? [terminal.moreFlows(rest)] : [])];
}

/** The counts in a column, and what belongs to each under its first line. */
function counted(
  entries: readonly { readonly packets: number; readonly lines: readonly string[] }[],
): readonly string[] {
  const width = Math.max(0, ...entries.map(({ packets }) => grouped(packets).length));
  return entries.flatMap(({ packets, lines }) =>
    lines.map((line, index) =>
      index === 0 ? `${grouped(packets).padStart(width)}  ${line}` : `${' '.repeat(width)}    ${line}`,
    ),
  );
}

const mostOpenEnds = 5;

function openEndLines(analysis: Analysis, { terminal }: Words): readonly string[] {
  const open = openEnds(analysis);
  const rest = open.slice(mostOpenEnds).reduce((sum, { packets }) => sum + packets, 0);
  const first = open.slice(0, mostOpenEnds);
  const flowsOf = flowsOfOpenEnds(analysis, first);
  const shown = first.map(({ packets, note, disposition }, index) => ({
    packets,
    lines: [terminal.openEnd(note, disposition), ...flowLines(flowsOf[index] ?? [], terminal)],
  }));
  return [...counted(shown), ...(rest === 0 ? [] : [terminal.moreOpenEnds(rest)])];
}

function lastLineOf({ events, journeys }: Analysis, packet: number) {
  const event = lastEvent(journeys, packet);
  return {
    file: events.logs[events.log[event] as number] as string,
    line: deltaNumber(events.line, event),
  };
}

/** From which hosts the packets of a dead end came: `2 of them had left edge1 via ens4`. */
function elsewhereLines(analysis: Analysis, causes: readonly number[], words: Words): readonly string[] {
  if (analysis.sightings.hosts.length < 2) return [];
  const counts = new Map<string, { readonly note: ElsewhereNote; packets: number }>();
  analysis.outcomes.cause.forEach((cause, packet) => {
    if (!causes.includes(cause)) return;
    for (const note of elsewhereOf(analysis, packet)) {
      const key = JSON.stringify([note.host, note.saw]);
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { note, packets: 1 });
      else known.packets++;
    }
  });
  return Array.from(counts.values(), ({ note, packets }) => words.elsewhere.ofPackets(note, packets));
}

/** Packets that left a host and that the next one should have seen. */
function lostBetweenHosts({ sightings }: Analysis, words: Words): readonly string[] {
  const counts = new Map<number, number>();
  for (const host of sightings.neverSeenOn) if (host >= 0) counts.set(host, (counts.get(host) ?? 0) + 1);
  return Array.from(counts, ([host, packets]) =>
    words.elsewhere.lostBetween(sightings.hosts[host] ?? '', packets),
  );
}
