import { allDiagnostics, type Analysis, analyze } from '../../core/index.ts';
import { exitStatus } from './exit-status.ts';
import { gunzip } from './gunzip.ts';
import { messageOf } from './message-of.ts';
import type { CliOutput } from './output.ts';
import { sourcesOf } from './sources.ts';
import { threads } from './threads.ts';

/** The analysis of the named files, and the exit status that it makes; null where not even a file can be read. */
export async function analysedBundle(
  names: readonly string[],
  output: CliOutput,
): Promise<{ readonly analysis: Analysis | null; readonly status: number }> {
  let analysis;
  try {
    analysis = await analyzeFiles(names, output);
  } catch (error) {
    output.err(`netopsy: can't read the bundle: ${messageOf(error)}\n`);
    return { analysis: null, status: exitStatus.nothing };
  }
  const nothing = whyNothing(analysis);
  if (nothing !== null) output.err(`netopsy: ${nothing}\n`);
  return { analysis, status: nothing === null ? exitStatus.analysed : exitStatus.nothing };
}

/** Analyses the named files, large logs on several threads. Rejects where one of them can't be read at all. */
export async function analyzeFiles(
  names: readonly string[],
  { partWorker }: Pick<CliOutput, 'partWorker'>,
): Promise<Analysis> {
  const sources = await sourcesOf(names);
  const elsewhere = partWorker === undefined ? null : threads(partWorker);
  const analysis = await analyze(sources, elsewhere === null ? { gunzip } : { gunzip, elsewhere });
  elsewhere?.stop();
  return analysis;
}

/** One line that says why there is nothing to show; null where packets were found. */
function whyNothing(analysis: Analysis): string | null {
  if (analysis.journeys.count > 0) return null;
  if (analysis.artifacts.length === 0) return 'nothing to analyse: the bundle has no files';
  const problem = allDiagnostics(analysis).find(
    ({ severity, code }) => severity === 'error' && code !== 'no-trace-events',
  );
  if (problem !== undefined) return `nothing to analyse: ${problem.file ?? 'the bundle'}: ${problem.message}`;
  const count = analysis.artifacts.length === 1 ? 'the file' : `the ${analysis.artifacts.length} files`;
  return `nothing to analyse: no line of an iptables TRACE in ${count}`;
}
