import type { Words } from '../../core/index.ts';
import type { CommandOutput } from './output.ts';

/** The name of a command, as it is typed. */
export type CommandName = keyof Words['commandLine']['commands'];

/** The name of an option, without its dashes. */
export type OptionName = keyof Words['commandLine']['options'];

/** An option as `parseArgs` reads it, and how its value is called in the usage text. */
export type CommandOption =
  | { readonly type: 'boolean' }
  | {
      readonly type: 'string';
      readonly value: string;
      /** The words that it may be; any, where there are none. */
      readonly choices?: readonly string[];
      readonly required?: true;
      readonly multiple?: true;
    };

export type CommandOptions = { readonly [Name in OptionName]?: CommandOption };

/** A command: from this the usage text, the manual page and shell completion are made. */
export interface Command {
  readonly name: CommandName;
  /** What stands after the name: `BUNDLE...`. */
  readonly operands: string;
  readonly options: CommandOptions;
  /**
   * Resolves with the exit status. `args`: what stands after the command. `scripts`: the folder of the built scripts that
   * run on threads of their own; null for none.
   */
  run(args: readonly string[], output: CommandOutput, scripts: string | null): Promise<number>;
}
