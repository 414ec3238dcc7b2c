import { parseArgs } from 'node:util';
import {
  type AnalysedBundle,
  type Analysis,
  compareAllPackets,
  compareCaptures,
  diffDocument,
  diffHtml,
  diffText,
  type ReportOptions,
} from '../../core/index.ts';
import { analyzeSources, sayWhatIsUnread } from './analysed-bundle.ts';
import { exitStatus } from './exit-status.ts';
import { argumentError, messageOf } from './message-of.ts';
import type { Command } from './command.ts';
import type { CommandOutput } from './output.ts';
import { plainLines } from './layout.ts';
import { answerOptions, printAnswer } from './print-answer.ts';
import { shownProgress } from './show-progress.ts';
import { sourcesOf } from './sources.ts';
import { bundleName } from './write-report.ts';

/** Of the memory, for each of the two captures; comparing them takes some, too. */
const SHARE = 1 / 3;

export const diffCommand: Command = {
  name: 'diff',
  operands: 'BEFORE AFTER',
  options: answerOptions,
  run: runDiff,
};

/**
 * `netopsy diff BEFORE AFTER [--json | --html FILE] [--redact]`: each of the two is one bundle, a folder or an archive.
 * `scripts` as in `runCli`. Resolves with the exit status: 0 compared; 1 the output can't be written; 2 the command line is wrong; 3 one of the bundles holds nothing to compare.
 */
async function runDiff(
  args: readonly string[],
  output: CommandOutput,
  scripts: string | null,
): Promise<number> {
  const { commandFaults } = output.words;
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: answerOptions, allowPositionals: true, strict: true });
  } catch (error) {
    return refuse(output, exitStatus.usage, argumentError(error));
  }
  if (parsed.values.json === true && parsed.values.html !== undefined)
    return refuse(output, exitStatus.usage, commandFaults.jsonOrHtml);
  const [before, after, ...more] = parsed.positionals;
  if (before === undefined || after === undefined || more.length > 0)
    return refuse(output, exitStatus.usage, commandFaults.twoBundles);
  const captures: AnalysedBundle[] = [];
  for (const bundle of [before, after]) {
    let analysis: AnalysedBundle;
    try {
      analysis = await analyzeSources(await sourcesOf([bundle]), scripts, SHARE, shownProgress(output));
    } catch (error) {
      return refuse(output, exitStatus.nothing, commandFaults.bundleUnreadable(messageOf(error)));
    }
    if (!holdsAnything(analysis))
      return refuse(output, exitStatus.nothing, commandFaults.nothingToCompare(bundle));
    sayWhatIsUnread(analysis, output);
    output.progress('');
    captures.push(analysis);
  }
  const [earlier, later] = captures as [AnalysedBundle, AnalysedBundle];
  const diff = compareCaptures(earlier, later);
  const answer = {
    title: `${bundleName(before)} → ${bundleName(after)}`,
    bundles: [bundleName(before), bundleName(after)],
    report: (about: ReportOptions) =>
      diffHtml(earlier, later, diff, compareAllPackets(earlier, later), about),
    document: () => diffDocument(diff, compareAllPackets(earlier, later), output.words),
    lines: () => plainLines(diffText(diff, compareAllPackets(earlier, later), output.words)),
  };
  try {
    await printAnswer(captures, parsed.values, answer, output);
  } catch (error) {
    return refuse(output, exitStatus.unwritten, commandFaults.outputUnwritable(messageOf(error)));
  }
  return exitStatus.analysed;
}

/** Packets, or the configuration of a host. */
function holdsAnything({ journeys, rulesets, artifacts }: Analysis): boolean {
  const describing = ['ip-rule', 'ip-route', 'ip-addr', 'ip-link', 'sysctl', 'ipset'];
  return journeys.count > 0 || rulesets.length > 0 || artifacts.some(({ kind }) => describing.includes(kind));
}

function refuse(output: CommandOutput, status: number, why: string): number {
  output.say(why);
  return status;
}
