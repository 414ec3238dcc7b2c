import packageJson from '../../package.json' with { type: 'json' };
import { commands } from './commands.ts';
import { commonOptions } from './common-options.ts';
import { exitStatus } from './exit-status.ts';
import { type CliOutput, commandOutput, terminal } from './output.ts';
import { commandUsage, usage } from './usage.ts';

/**
 * Runs one command; `argv` is what stands after the program's name. `scripts`: the folder of the built
 * scripts that run on threads of their own; null for none. Resolves with the exit status.
 */
export async function runCli(
  argv: readonly string[],
  printer: CliOutput = terminal,
  scripts: string | null = null,
): Promise<number> {
  const { rest, wishes, wrong } = commonOptions(argv);
  const output = commandOutput(printer, wishes);
  const { commandLine } = output.words;
  if (wrong !== null) {
    output.say(wrong);
    return exitStatus.usage;
  }
  const [name, ...args] = rest;
  const command = commands.find((each) => each.name === name);
  if (name === 'help' || rest.includes('--help') || rest.includes('-h')) {
    await output.out(
      command === undefined ? usage(commands, commandLine) : commandUsage(command, commandLine),
    );
    return exitStatus.analysed;
  }
  if (name === '--version') {
    await output.out(`netopsy ${packageJson.version}\n`);
    return exitStatus.analysed;
  }
  if (command !== undefined) return command.run(args, output, scripts);
  output.say(name === undefined ? commandLine.noCommand : commandLine.unknownCommand(name));
  for (const line of usage(commands, commandLine).split('\n')) output.line(line);
  return exitStatus.usage;
}
