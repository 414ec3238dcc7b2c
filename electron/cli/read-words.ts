import { parseArgs, type ParseArgsConfig } from 'node:util';
import { argumentError } from './message-of.ts';
import type { CliOutput } from './output.ts';

/** A command's options by name, and the names that stand alone. */
export interface CommandWords {
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly bundle: readonly string[];
}

/** Reads a command's words; null, and a line on standard error, where they are wrong or name no bundle. */
export function readWords(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  output: CliOutput,
): CommandWords | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length > 0) return { options: values as CommandWords['options'], bundle: positionals };
    output.err('netopsy: no bundle named\n');
  } catch (error) {
    output.err(`netopsy: ${argumentError(error)}\n`);
  }
  return null;
}
