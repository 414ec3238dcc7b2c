import { deltaNumber } from '../model/delta-column.ts';
import type { Analysis } from '../model/analysis.ts';
import { grouped } from '../model/grouped.ts';
import { dispositions } from '../model/journey.ts';
import { tellsOfLoss } from '../questions/kernel-messages.ts';
import { lastEvent } from '../model/journey-events.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { elsewhereOf } from './elsewhere.ts';
import { kernelMessageLines } from './kernel-messages-text.ts';
import { allDiagnostics, examplesOf } from './analysis-document.ts';
import { printedLines } from './visible.ts';

/** The analysis for a person at a terminal. Control characters of the bundle are replaced. */
export function analysisText(analysis: Analysis, words: Words = english): string {
  return printedLines([
    ...summaryLines(analysis),
    ...deadEndLines(analysis, words),
    ...kernelMessageLines(analysis, words),
    ...lostBetweenHosts(analysis),
    ...missingLines(analysis),
    ...noteLines(analysis),
    ...fileLines(analysis),
  ]);
}

function summaryLines({ hosts, journeys, outcomes, partial }: Analysis): string[] {
  const counts = dispositions.map(() => 0);
  for (const index of outcomes.disposition) counts[index] = (counts[index] ?? 0) + 1;
  const ends = dispositions.flatMap((name, index) =>
    counts[index] ? [`${grouped(counts[index])} ${name}`] : [],
  );
  const named = hosts.map(({ name }) => (name === '' ? 'a host without a name' : name));
  return [
    `${counted(journeys.count, 'packet')} on ${named.length === 0 ? 'no host' : named.join(', ')}: ${ends.join(', ') || 'none'}`,
    ...(partial ? ['Stopped before all was read: the counts are those of what was read.'] : []),
  ];
}

function deadEndLines(analysis: Analysis, words: Words): string[] {
  const { deadEnds } = analysis;
  const examples = examplesOf(analysis);
  if (deadEnds.length === 0) return tellsOfLoss(analysis) ? [] : ['', 'No packet died.'];
  const width = grouped(Math.max(...deadEnds.map(({ packets }) => packets))).length;
  return [
    '',
    'Dead ends',
    ...deadEnds.flatMap(({ packets, cause, causes, flows, host }, index) => [
      `  ${grouped(packets).padStart(width)}  ${words.causes.deadEnd(cause, causes.length)}  [${cause.confidence}]${host === '' ? '' : `  on ${host}`}`,
      `  ${' '.repeat(width)}    ${words.causes.remedy(cause)}`,
      ...flows.slice(0, 3).map((flow) => {
        const src = flow.sport === null ? flow.src : `${flow.src}:${flow.sport}`;
        const dst = flow.dport === null ? flow.dst : `${flow.dst}:${flow.dport}`;
        return `  ${' '.repeat(width)}    ${flow.protocol} ${src} > ${dst}  ${grouped(flow.packets)}`;
      }),
      ...(flows.length > 3
        ? [`  ${' '.repeat(width)}    and ${counted(flows.length - 3, 'more flow')}`]
        : []),
      ...analysis
        .nearMissesOf(examples[index] as number)
        .slice(0, 2)
        .map(
          ({ table, chain, number, failed, text }) =>
            `  ${' '.repeat(width)}    near miss: ${text}  (${number === null ? '' : `rule ${number} of `}${table}/${chain}), but ${failed}`,
        ),
      ...elsewhereLines(analysis, deadEnds[index]?.causes ?? []).map(
        (line) => `  ${' '.repeat(width)}    ${line}`,
      ),
      ...cause.evidence.map(
        (line) => `  ${' '.repeat(width)}    ${line.file}:${line.line}: ${line.text.trim()}`,
      ),
      `  ${' '.repeat(width)}    ${lastLineOf(analysis, examples[index] as number)}`,
    ]),
  ];
}

/** Where in the log the dead end can be looked up. */
function lastLineOf({ events, journeys }: Analysis, packet: number): string {
  const event = lastEvent(journeys, packet);
  return `${events.logs[events.log[event] as number]}:${deltaNumber(events.line, event)}: the last line of packet ${packet + 1}`;
}

/** `1 more flow`, `2 more flows` */
function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** From which hosts the packets of a dead end came: `2 left edge1 by ens4`. */
function elsewhereLines(analysis: Analysis, causes: readonly number[]): string[] {
  if (analysis.sightings.hosts.length < 2) return [];
  const counts = new Map<string, number>();
  analysis.outcomes.cause.forEach((cause, packet) => {
    if (!causes.includes(cause)) return;
    for (const { says } of elsewhereOf(analysis, packet)) counts.set(says, (counts.get(says) ?? 0) + 1);
  });
  return Array.from(counts, ([says, count]) => `${grouped(count)} of them ${says} before`);
}

/** Packets that left a host and that the next one should have seen. */
function lostBetweenHosts(analysis: Analysis): string[] {
  const { sightings } = analysis;
  const counts = new Map<number, number>();
  for (const host of sightings.neverSeenOn) if (host >= 0) counts.set(host, (counts.get(host) ?? 0) + 1);
  if (counts.size === 0) return [];
  return [
    '',
    'Between the hosts',
    ...Array.from(
      counts,
      ([host, count]) =>
        `  ${counted(count, 'packet')} left for ${sightings.hosts[host]} and never came there`,
    ),
  ];
}

function missingLines({ missing }: Analysis): string[] {
  if (missing.length === 0) return [];
  return [
    '',
    'To ask for',
    ...missing.map(({ host, what, command, settles }) => {
      const where = host === '' ? '' : ` on ${host}`;
      return `  ${command}${where}: ${what.toLowerCase()}, to settle ${settles}`;
    }),
  ];
}

function noteLines(analysis: Analysis): string[] {
  const notes = allDiagnostics(analysis);
  if (notes.length === 0) return [];
  return [
    '',
    'Notes',
    ...notes.map(({ severity, code, message, file, line }) => {
      const where = file === null ? '' : `${file}${line === null ? '' : `:${line}`}: `;
      return `  ${severity} ${code}: ${where}${message}`;
    }),
  ];
}

function fileLines({ artifacts }: Analysis): string[] {
  return [
    '',
    'Files',
    ...artifacts.map(({ path, kind, lines }) => {
      const read = [
        `${grouped(lines.parsed)} parsed`,
        `${grouped(lines.notOurs)} not ours`,
        ...(lines.notModelled > 0 ? [`${grouped(lines.notModelled)} not modelled`] : []),
        ...(lines.malformed > 0 ? [`${grouped(lines.malformed)} malformed`] : []),
      ];
      return `  ${path}: ${kind}, lines: ${read.join(', ')}`;
    }),
  ];
}
