import { basename, resolve } from 'node:path';
import { type Analysis, analysisDocument, analysisText, reportHtml } from '../../core/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { writeAtomically } from '../atomic-file.ts';
import { analysedBundle } from './analysed-bundle.ts';
import { exitStatus } from './exit-status.ts';
import { messageOf } from './message-of.ts';
import type { CliOutput } from './output.ts';
import { readWords } from './read-words.ts';

const options = { json: { type: 'boolean' }, html: { type: 'string' } } as const;

/** `netopsy analyze BUNDLE... [--json | --html FILE]` (contract.md). */
export async function runAnalyze(args: readonly string[], output: CliOutput): Promise<number> {
  const command = readWords(args, options, output);
  if (command === null) return exitStatus.usage;
  const { json, html } = command.options;
  if (json === true && html !== undefined) {
    output.err('netopsy: --json and --html FILE exclude each other\n');
    return exitStatus.usage;
  }
  const { analysis, status } = await analysedBundle(command.bundle, output);
  if (analysis === null) return status;
  try {
    if (typeof html === 'string') await writeReport(analysis, command.bundle, html);
    else if (json === true)
      await output.out(`${JSON.stringify(await analysisDocument(analysis), null, 1)}\n`);
    else await output.out(analysisText(analysis));
  } catch (error) {
    output.err(`netopsy: can't write the output: ${messageOf(error)}\n`);
    return exitStatus.unwritten;
  }
  return status;
}

async function writeReport(analysis: Analysis, bundle: readonly string[], path: string): Promise<void> {
  const report = reportHtml(analysis, {
    title: bundle.map((name) => basename(resolve(name))).join(', '),
    version: packageJson.version,
    created: createdNow(),
  });
  await writeAtomically(path, textsOf(report));
}

async function* textsOf(chunks: AsyncIterable<{ readonly text: string }>): AsyncGenerator<string> {
  for await (const { text } of chunks) yield text;
}

/** `2026-11-23 07:48 UTC` */
function createdNow(): string {
  return `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
