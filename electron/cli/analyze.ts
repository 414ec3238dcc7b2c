import {
  analysisDocument,
  analysisLines,
  everyNeverRule,
  type NeverSearch,
  reportHtml,
  type ReportOptions,
} from '../../core/index.ts';
import { analysedBundle } from './analysed-bundle.ts';
import { allHold, readExpectations } from './expectations.ts';
import { exitStatus } from './exit-status.ts';
import { messageOf } from './message-of.ts';
import type { Command, CommandOptions } from './command.ts';
import type { CommandOutput } from './output.ts';
import { answerOptions, printAnswer } from './print-answer.ts';
import { readWords } from './read-words.ts';
import { bundleName } from './write-report.ts';

/** Of the memory: a report of as many flows as packets takes as much as the analysis. */
const SHARE_BESIDE_REPORT = 0.5;

const options = {
  ...answerOptions,
  fixes: { type: 'boolean' },
  expect: { type: 'string', value: 'EXPECTATION', multiple: true },
  never: { type: 'boolean' },
} as const satisfies CommandOptions;

export const analyzeCommand: Command = {
  name: 'analyze',
  operands: 'BUNDLE...',
  options,
  run: runAnalyze,
};

/** `netopsy analyze BUNDLE... [--json | --html FILE [--fixes]] [--redact] [--expect EXPECTATION]...`. */
async function runAnalyze(
  args: readonly string[],
  output: CommandOutput,
  scripts: string | null,
): Promise<number> {
  const command = readWords(args, options, output);
  if (command === null) return exitStatus.usage;
  const { json, html, expect, never } = command.options;
  if (json === true && html !== undefined) {
    output.say(output.words.commandFaults.jsonOrHtml);
    return exitStatus.usage;
  }
  const expectations = readExpectations(Array.isArray(expect) ? expect : [], output);
  if (expectations === null) return exitStatus.usage;
  const share = html === undefined ? 1 : SHARE_BESIDE_REPORT;
  const { analysis, status } = await analysedBundle(command.bundle, output, scripts, share);
  if (analysis === null) return status;
  try {
    const search = (): NeverSearch | null => (never === true ? everyNeverRule(analysis) : null);
    const answer = {
      title: command.bundle.map(bundleName).join(', '),
      bundles: command.bundle.map(bundleName),
      document: () => analysisDocument(analysis, output.words, search()),
      report: (about: ReportOptions) =>
        reportHtml(
          analysis,
          withNever(about, search()),
          command.options['fixes'] === true ? 'with-fixes' : 'without-fixes',
        ),
      lines: () => analysisLines(analysis, output.words, search()),
    };
    await printAnswer([analysis], command.options, answer, output);
  } catch (error) {
    output.say(output.words.commandFaults.outputUnwritable(messageOf(error)));
    return exitStatus.unwritten;
  }
  const isAsExpected = allHold(analysis, expectations, output);
  return status === exitStatus.analysed && !isAsExpected ? exitStatus.unexpected : status;
}

function withNever(about: ReportOptions, never: NeverSearch | null): ReportOptions {
  return never === null ? about : { ...about, never };
}
