import { english } from '../../core/index.ts';
import type { CommandOptions } from './command.ts';
import type { OutputWishes } from './output.ts';

/** The options that every command has. */
export const commonOptionTable = {
  quiet: { type: 'boolean' },
  color: { type: 'string', value: 'WHEN', choices: ['auto', 'always', 'never'] },
  help: { type: 'boolean' },
} as const satisfies CommandOptions;

/** Takes the options of all commands from the command line; `rest` is what stands there besides. */
export function commonOptions(argv: readonly string[]): {
  readonly rest: readonly string[];
  readonly wishes: OutputWishes;
  readonly wrong: string | null;
} {
  const rest: string[] = [];
  let quiet = false;
  let color: string | undefined = 'auto';
  const end = argv.indexOf('--');
  const until = end < 0 ? argv.length : end;
  for (let at = 0; at < until; at++) {
    const word = argv[at] as string;
    if (word === '--quiet') quiet = true;
    else if (word === '--color') color = argv[++at];
    else if (word.startsWith('--color=')) color = word.slice('--color='.length);
    else rest.push(word);
  }
  rest.push(...argv.slice(until));
  if (color === 'auto' || color === 'always' || color === 'never')
    return { rest, wishes: { quiet, color }, wrong: null };
  const wrong = english.commandLine.noSuchChoice('color', color ?? '', commonOptionTable.color.choices);
  return { rest, wishes: { quiet, color: 'auto' }, wrong };
}
