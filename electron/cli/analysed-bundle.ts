import { totalmem } from 'node:os';
import process from 'node:process';
import { getHeapStatistics } from 'node:v8';
import {
  allDiagnostics,
  type AnalysedBundle,
  type Analysis,
  analyze,
  type ByteSource,
  type Progress,
  type Words,
} from '../../core/index.ts';
import { exitStatus } from './exit-status.ts';
import { messageOf } from './message-of.ts';
import type { CommandOutput } from './output.ts';
import { shownProgress } from './show-progress.ts';
import { sourcesOf, type UnusedFile } from './sources.ts';
import { threads } from './threads.ts';
import { unpackThreads } from './unpack.ts';

/**
 * The analysis of the named files, and the exit status that it makes; null where not even a file can be read.
 * `scripts` as in `runCli`, `share` as for `analyzeSources`.
 */
export async function analysedBundle(
  names: readonly string[],
  output: CommandOutput,
  scripts: string | null,
  share = 1,
): Promise<{ readonly analysis: AnalysedBundle | null; readonly status: number }> {
  let sources;
  try {
    sources = await sourcesOf(names, (unused) => output.note(unusedFile(output.words, unused)));
  } catch (error) {
    output.say(output.words.commandFaults.bundleUnreadable(messageOf(error)));
    return { analysis: null, status: exitStatus.nothing };
  }
  const analysis = await analyzeSources(sources, scripts, share, shownProgress(output));
  output.progress('');
  sayWhatIsUnread(analysis, output);
  const nothing = whyNothing(analysis, output.words);
  if (nothing !== null) output.say(nothing);
  return { analysis, status: nothing === null ? exitStatus.analysed : exitStatus.nothing };
}

/** Says which files were not read, or not to their end, and what in the archives can't be used. */
export function sayWhatIsUnread({ diagnostics }: Analysis, output: CommandOutput): void {
  const unread = diagnostics.filter(({ code }) => tellsUnread.has(code));
  const { commandFaults, diagnostics: said } = output.words;
  for (const note of unread.slice(0, MOST_SAID))
    output.note(commandFaults.unread(note.file, said.message(note)));
  const more = unread.length - MOST_SAID;
  if (more > 0) output.note(commandFaults.moreUnread(more));
}

/** A bomb has thousands of files that break off. */
const MOST_SAID = 20;

const tellsUnread: ReadonlySet<string> = new Set([
  'events-limit',
  'archive-entry-skipped',
  'archive-limit',
  'damaged',
  'file-truncated',
  'file-unreadable',
]);

/**
 * The analysis of files, large logs read and large files unpacked on threads of their own. `scripts` as in `runCli`;
 * `share`: of the machine's memory, where what follows takes as much.
 */
export async function analyzeSources(
  sources: readonly ByteSource[],
  scripts: string | null,
  share = 1,
  onProgress: (progress: Progress) => void = () => {},
): Promise<AnalysedBundle> {
  const others = scripts === null ? null : threads(scripts);
  const unpacking = scripts === null ? null : unpackThreads(scripts);
  const analysis = await analyze(sources, {
    mostBytes: mostBytes() * share,
    onProgress,
    ...(others === null ? {} : { elsewhere: others }),
    ...(unpacking === null ? {} : { unpackElsewhere: unpacking.decode }),
  });
  others?.stop();
  unpacking?.stop();
  return analysis;
}

/** The memory, in bytes, that this machine, or the container on it, has for an analysis. */
function mostBytes(): number {
  const all = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  return Math.min(all, getHeapStatistics().heap_size_limit * bytesToHeap) * 0.7;
}

/** Of the memory of an analysis, at most a third is on the heap: names, flows. */
const bytesToHeap = 3;

/** The surest of the reasons that a bundle's own files can show for its empty log; the notes have all of them. */
const tellsWhyEmpty: ReadonlySet<string> = new Set([
  'no-trace-rule',
  'trace-rule-unmatched',
  'trace-goes-to-monitor',
  'nf-log-none',
  'nf-log-elsewhere',
]);

/** One line that says why there is nothing to show; null where packets were found, or the kernel tells of losses. */
export function whyNothing(analysis: Analysis, words: Words): string | null {
  const { commandFaults, diagnostics } = words;
  if (analysis.journeys.count > 0 || analysis.clues.length > 0) return null;
  if (analysis.kernelMessages.some(({ meaning }) => meaning === 'loss')) return null;
  const problem = allDiagnostics(analysis).find(
    ({ severity, code }) => severity === 'error' && code !== 'no-trace-events',
  );
  if (problem !== undefined)
    return commandFaults.nothingToAnalyse(problem.file, diagnostics.message(problem));
  if (analysis.artifacts.length === 0) return nothingIn(analysis, words);
  const [reason] = analysis.diagnostics.filter(({ code }) => tellsWhyEmpty.has(code));
  return commandFaults.noTraceLine(
    analysis.artifacts.length,
    reason === undefined
      ? null
      : { at: `${reason.file ?? ''}:${reason.line ?? 1}`, message: diagnostics.message(reason) },
  );
}

/** Why nothing of what was given is a file to read: an archive's entries may all be encrypted. */
function nothingIn({ diagnostics }: Analysis, words: Words): string {
  const [reason] = diagnostics.filter(({ code }) => tellsUnread.has(code));
  return reason === undefined
    ? words.commandFaults.noFiles
    : words.commandFaults.nothingToAnalyse(reason.file, words.diagnostics.message(reason));
}

/** What to say of a file that is not read. */
export function unusedFile({ commandFaults }: Words, { label, reason }: UnusedFile): string {
  return reason === null
    ? commandFaults.linkLeavesFolder(label)
    : commandFaults.fileUnreadable(label, reason);
}
