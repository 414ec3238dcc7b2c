import { nearMissesOfPacket } from '../questions/near-misses/near-misses-of-packet.ts';
import { eventLines } from '../questions/event-lines.ts';
import type { AnalysedBundle, Analysis, DeadEnd } from '../model/analysis.ts';
import type { NeverRule, NeverSearch } from '../model/reach.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DatedMessage, KernelMessages } from '../model/kernel-message.ts';
import { dispositions } from '../model/journey.ts';
import { isAllClear } from '../questions/open-ends.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { isLoss } from '../questions/kernel-messages.ts';
import { causeDocument } from './packet-document.ts';
import { lastEvent } from '../model/journey-events.ts';

/** The document of `netopsy analyze --json`, schema netopsy/analysis/1. `never`: the rules that no packet can match, where that was asked. */
export async function analysisDocument(
  analysis: AnalysedBundle,
  words: Words = english,
  never: NeverSearch | null = null,
) {
  const { journeys, outcomes } = analysis;
  const counts = new Float64Array(dispositions.length);
  outcomes.disposition.forEach((index) => (counts[index] = (counts[index] as number) + 1));
  const byDisposition = Object.fromEntries(dispositions.map((name, index) => [name, counts[index]]));
  return {
    schema: 'netopsy/analysis/1',
    artifacts: analysis.artifacts.map(({ path, kind, bytes, lines, host }) => ({
      path,
      kind,
      bytes,
      lines: lines.parsed + lines.notOurs + lines.notModelled + lines.malformed,
      lineCounts: lines,
      host,
    })),
    hosts: analysis.hosts,
    packets: { total: journeys.count, byDisposition },
    rules: never === null ? analysis.rules : withNever(analysis.rules, never.rules, words),
    ...(never === null
      ? {}
      : { neverLeft: never.left.map((left) => ({ ...left, summary: words.reach.neverLeft(left) })) }),
    policies: analysis.policies,
    edges: analysis.edges,
    deadEnds: await deadEndDocuments(analysis, words),
    allClear: isAllClear(analysis),
    missing: analysis.missing.map((input) => ({
      host: input.host,
      what: words.missing.what(input),
      command: input.command,
      settles: words.missing.settles(input),
      packets: input.packets,
    })),
    clues: analysis.clues.map((clue) => ({
      kind: clue.kind,
      host: clue.host,
      packets: clue.packets,
      summary: words.clues.clue(clue),
      evidence: clue.evidence,
    })),
    kernelMessages: analysis.kernelMessages.map((message) => messageDocument(message, words)),
    diagnostics: allDiagnostics(analysis).map((note) => diagnosticDocument(note, words)),
    partial: analysis.partial,
  };
}

/** Rules with what is said of those that no packet can match. A rule is where it stands in its file. */
function withNever(rules: Analysis['rules'], never: readonly NeverRule[], words: Words) {
  const byPlace = new Map(never.map((rule) => [`${rule.host} ${rule.at.file} ${rule.at.line}`, rule]));
  return rules.map((rule) => {
    const found = rule.at === null ? undefined : byPlace.get(`${rule.host} ${rule.at.file} ${rule.at.line}`);
    if (found === undefined) return { ...rule, never: null };
    return { ...rule, never: { why: found.why, by: found.by, summary: words.reach.never(found) } };
  });
}

/** Messages that say the same; `first` and `last` are their times: in UTC where the log tells, else as it has them. */
function messageDocument(message: KernelMessages, words: Words) {
  const { kind, host, meaning, count, suppressed, first, last } = message;
  return {
    kind,
    host,
    meaning: isLoss(message) ? meaning : 'hint',
    count,
    suppressed,
    first: timeOf(first),
    last: timeOf(last),
    firstUptime: first.uptimeSeconds,
    lastUptime: last.uptimeSeconds,
    file: first.at.file,
    line: first.at.line,
    summary: words.kernelMessages.summary(message),
    text: first.text.trim(),
    fields: first.fields,
  };
}

function timeOf({ time, stamp }: DatedMessage): string | null {
  // dmesg -T puts it in brackets.
  return time ?? (stamp === '' ? null : stamp.replace(/^\[/, ''));
}

function diagnosticDocument(note: Diagnostic, words: Words) {
  const { severity, code, kind, file, line } = note;
  return { severity, code, kind, message: words.diagnostics.message(note), file, line };
}

/** The diagnostics of the bundle and of its files, together. */
export function allDiagnostics({ diagnostics, artifacts }: Pick<Analysis, 'diagnostics' | 'artifacts'>) {
  return [...diagnostics, ...artifacts.flatMap((artifact) => artifact.diagnostics)];
}

/** The dead ends, each with the log line of its first packet as proof, and the rules that nearly saved that packet. */
async function deadEndDocuments(analysis: AnalysedBundle, words: Words) {
  const examples = examplesOf(analysis);
  const proofs = await eventLines(
    analysis,
    examples.map((packet) => lastEvent(analysis.journeys, packet)),
  );
  return analysis.deadEnds.map((deadEnd, index) => ({
    host: deadEnd.host,
    cause: causeDocument(
      words,
      deadEnd.cause,
      proofs[index] === undefined ? [] : [proofs[index]],
      deadEnd.causes.length,
    ),
    packets: deadEnd.packets,
    flows: deadEnd.flows,
    nearMisses: nearMissesOfPacket(analysis, examples[index] as number).map((miss) => ({
      ...miss,
      failed: words.mismatches.mismatch(miss.failed),
    })),
  }));
}

/** For each dead end, the first packet with its most frequent cause. */
export function examplesOf({
  deadEnds,
  outcomes,
}: Pick<Analysis, 'deadEnds' | 'outcomes'>): readonly number[] {
  const firstOfCause = new Map<number, number>();
  outcomes.cause.forEach((cause, packet) => {
    if (cause >= 0 && !firstOfCause.has(cause)) firstOfCause.set(cause, packet);
  });
  return deadEnds.map(({ causes }: DeadEnd) => firstOfCause.get(causes[0] as number) ?? 0);
}
