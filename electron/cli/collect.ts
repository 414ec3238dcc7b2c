import { type Analysis, collectScript, type FlowSelector, readFlow } from '../../core/index.ts';
import { analyzeSources, unusedFile } from './analysed-bundle.ts';
import type { Command, CommandOptions } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { messageOf } from './message-of.ts';
import type { CommandOutput } from './output.ts';
import { readOptions } from './read-words.ts';
import { shownProgress } from './show-progress.ts';
import { sourcesOf } from './sources.ts';

const options = {
  flow: { type: 'string', value: 'FLOW' },
  seconds: { type: 'string', value: 'N' },
  packets: { type: 'string', value: 'N' },
  'no-trace': { type: 'boolean' },
} as const satisfies CommandOptions;

/** `netopsy collect [BUNDLE...] [--flow FLOW] [--seconds N] [--packets N] [--no-trace]`: prints a script for the customer. */
export const collectCommand: Command = { name: 'collect', operands: '[BUNDLE...]', options, run: runCollect };

/** A day. */
const MOST = 86400;

async function runCollect(
  args: readonly string[],
  output: CommandOutput,
  scripts: string | null,
): Promise<number> {
  const command = readOptions(args, options, output);
  if (command === null) return exitStatus.usage;
  const flow = flowOf(command.options['flow'], output);
  const seconds = numberOf('seconds', command.options['seconds'], output);
  const packets = numberOf('packets', command.options['packets'], output);
  if (flow === undefined || seconds === undefined || packets === undefined) return exitStatus.usage;
  let missing: Analysis['missing'] = [];
  if (command.bundle.length > 0) {
    try {
      const sources = await sourcesOf(command.bundle, (unused) =>
        output.note(unusedFile(output.words, unused)),
      );
      ({ missing } = await analyzeSources(sources, scripts, 1, shownProgress(output)));
      output.progress('');
    } catch (error) {
      output.say(output.words.commandFaults.bundleUnreadable(messageOf(error)));
      return exitStatus.nothing;
    }
    if (missing.length === 0) output.note(output.words.collect.nothingLacks);
  }
  const trace = command.options['no-trace'] !== true && flow !== null;
  await output.out(collectScript({ flow, seconds, packets, trace, missing }, output.words));
  return exitStatus.analysed;
}

/** Null for none; undefined, and a line on standard error, for one that can't be read. */
function flowOf(text: unknown, output: CommandOutput): FlowSelector | null | undefined {
  if (typeof text !== 'string') return null;
  const flow = readFlow(text);
  if (!('wrong' in flow) && (flow.protocol !== null || (flow.src.port === null && flow.dst.port === null)))
    return flow;
  const mistake = 'wrong' in flow ? flow : ({ wrong: 'no-ports', word: 'any' } as const);
  output.say(output.words.expectations.mistake('flow', text, mistake));
  return undefined;
}

function numberOf(name: string, text: unknown, output: CommandOutput): number | null | undefined {
  if (typeof text !== 'string') return null;
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= MOST) return Number(text);
  output.say(output.words.commandLine.noSuchNumber(name, text, MOST));
  return undefined;
}
