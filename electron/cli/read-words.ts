import { parseArgs, type ParseArgsConfig } from 'node:util';
import { argumentError } from './message-of.ts';
import type { CommandOutput } from './output.ts';

/** A command's options by name, and the names that stand alone. */
export interface CommandWords {
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly bundle: readonly string[];
}

/** Reads a command's words; null, and a line on standard error, where they are wrong or name no bundle. */
export function readWords(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  output: CommandOutput,
): CommandWords | null {
  const words = readOptions(args, options, output);
  if (words === null || words.bundle.length > 0) return words;
  output.say(output.words.commandFaults.noBundle);
  return null;
}

/** The same for a command that needs no bundle. */
export function readOptions(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  output: CommandOutput,
): CommandWords | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { options: values as CommandWords['options'], bundle: positionals };
  } catch (error) {
    output.say(argumentError(error));
    return null;
  }
}
