import { english } from '../core/index.ts';
import { isAbsolute, resolve } from 'node:path';

/** The commands of the command line (`netopsy analyze ...`); anything else on it is a file to open. */
const commands = [...Object.keys(english.commandLine.commands), '--help', '-h', '--version'];

/**
 * What the user wrote after the program's name. A packaged app is the program itself; while developing it is
 * `electron [switches] APP`, with APP the folder in `appPath`.
 */
export function ownArguments(argv: readonly string[], appPath: string | null): string[] {
  if (appPath === null) return argv.slice(1);
  const app = argv.findIndex((argument, place) => place > 0 && resolve(argument) === resolve(appPath));
  return argv.slice(app < 0 ? 2 : app + 1);
}

/** Whether these arguments are meant for the command line rather than for the window. */
export function isCommand(own: readonly string[]): boolean {
  return commands.includes(own[0] ?? '');
}

/** The files to open, absolute; switches are Chromium's. */
export function pathsToOpen(own: readonly string[], workingFolder: string): string[] {
  const paths = own.filter((argument) => !argument.startsWith('-'));
  return paths.map((path) => (isAbsolute(path) ? path : resolve(workingFolder, path)));
}
