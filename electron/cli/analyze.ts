import { analysisDocument, analysisText, reportHtml } from '../../core/index.ts';
import { analysedBundle } from './analysed-bundle.ts';
import { exitStatus } from './exit-status.ts';
import { messageOf } from './message-of.ts';
import type { CliOutput } from './output.ts';
import { readWords } from './read-words.ts';
import { printedDocument, printedText, redactingFor, redactingOptions } from './redacting.ts';
import { bundleName, writeReport } from './write-report.ts';

const options = { json: { type: 'boolean' }, html: { type: 'string' }, ...redactingOptions } as const;

/** `netopsy analyze BUNDLE... [--json | --html FILE] [--redact]` (contract.md). */
export async function runAnalyze(
  args: readonly string[],
  output: CliOutput,
  partWorker: string | null,
): Promise<number> {
  const command = readWords(args, options, output);
  if (command === null) return exitStatus.usage;
  const { json, html } = command.options;
  if (json === true && html !== undefined) {
    output.err('netopsy: --json and --html FILE exclude each other\n');
    return exitStatus.usage;
  }
  const { analysis, status } = await analysedBundle(command.bundle, output, partWorker);
  if (analysis === null) return status;
  try {
    const file = typeof html === 'string' ? html : null;
    const redacting = await redactingFor([analysis], command.options, file, output);
    if (file !== null) {
      const title = command.bundle.map(bundleName).join(', ');
      await writeReport(file, title, redacting, (about) => reportHtml(analysis, about));
      return status;
    }
    const text =
      json === true
        ? printedDocument(await analysisDocument(analysis), redacting)
        : printedText(analysisText(analysis), redacting);
    await redacting?.writeMap();
    await output.out(text);
  } catch (error) {
    output.err(`netopsy: can't write the output: ${messageOf(error)}\n`);
    return exitStatus.unwritten;
  }
  return status;
}
