import { type AnalysedBundle, packetDocuments, visibleJson } from '../../core/index.ts';
import { analysedBundle } from './analysed-bundle.ts';
import type { Command } from './command.ts';
import { exitStatus } from './exit-status.ts';
import type { CommandOutput } from './output.ts';
import { readWords } from './read-words.ts';

const options = { ndjson: { type: 'boolean' } } as const;

/** `netopsy packets BUNDLE... [--ndjson]`: JSON with or without the option, the only form there is. */
export const packetsCommand: Command = { name: 'packets', operands: 'BUNDLE...', options, run: runPackets };

async function runPackets(
  args: readonly string[],
  output: CommandOutput,
  scripts: string | null,
): Promise<number> {
  const command = readWords(args, options, output);
  if (command === null) return exitStatus.usage;
  const bundle = await analysedBundle(command.bundle, output, scripts);
  if (bundle.analysis !== null) await writePackets(bundle.analysis, output);
  return bundle.status;
}

async function writePackets(analysis: AnalysedBundle, output: CommandOutput): Promise<void> {
  let lines: string[] = [];
  for await (const packet of packetDocuments(analysis, output.words)) {
    lines.push(visibleJson(JSON.stringify(packet)), '\n');
    if (lines.length >= 512) {
      await output.out(lines.join(''));
      lines = [];
    }
  }
  if (lines.length > 0) await output.out(lines.join(''));
}
