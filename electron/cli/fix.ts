import { deadEndOf, fixDocument, fixer, fixText } from '../../core/index.ts';
import { analysedBundle } from './analysed-bundle.ts';
import type { Command } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { plainLines } from './layout.ts';
import { messageOf } from './message-of.ts';
import type { CommandOutput } from './output.ts';
import { printAnswer } from './print-answer.ts';
import { readWords } from './read-words.ts';
import { redactingOptions } from './redacting.ts';
import { bundleName } from './write-report.ts';

const options = {
  packet: { type: 'string', value: 'N' },
  json: { type: 'boolean' },
  ...redactingOptions,
} as const;

export const fixCommand: Command = { name: 'fix', operands: 'BUNDLE...', options, run: runFix };

/**
 * `netopsy fix BUNDLE... [--packet N] [--json] [--redact]`. Resolves with the exit status: 0 answered; 1 the output
 * can't be written; 2 the command line is wrong, or the capture has no such dead packet; 3 nothing to analyse.
 */
async function runFix(
  args: readonly string[],
  output: CommandOutput,
  scripts: string | null,
): Promise<number> {
  const { words } = output;
  const command = readWords(args, options, output);
  if (command === null) return exitStatus.usage;
  const { analysis, status } = await analysedBundle(command.bundle, output, scripts);
  if (analysis === null || status !== exitStatus.analysed) return status;
  const asked = command.options['packet'];
  const packet = typeof asked === 'string' ? Number(asked) - 1 : null;
  const isThere =
    packet === null || (Number.isInteger(packet) && packet >= 0 && packet < analysis.journeys.count);
  const only = packet === null || !isThere ? -1 : deadEndOf(analysis, packet);
  if (packet !== null && only < 0) {
    output.say(
      isThere
        ? words.fixes.packetLives(packet + 1)
        : words.fixes.noPacket(String(asked), analysis.journeys.count),
    );
    return exitStatus.usage;
  }
  const fixing = fixer(analysis);
  const ends = packet === null ? [...analysis.deadEnds.keys()] : [only];
  const deadEnds = ends.map((number) => fixing.fixDeadEnd(number, packet));
  const answer = {
    title: bundleName(command.bundle[0] ?? ''),
    bundles: command.bundle.map(bundleName),
    report: null,
    document: () => fixDocument(deadEnds, words),
    lines: () => plainLines(fixText(deadEnds, words)),
  };
  try {
    await printAnswer([analysis], command.options, answer, output);
  } catch (error) {
    output.say(words.commandFaults.outputUnwritable(messageOf(error)));
    return exitStatus.unwritten;
  }
  return exitStatus.analysed;
}
