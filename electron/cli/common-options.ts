import { english, languages, wordsOf } from '../../core/index.ts';
import type { CommandOptions } from './command.ts';
import type { OutputWishes } from './output.ts';

/** The options that every command has. */
export const commonOptionTable = {
  quiet: { type: 'boolean' },
  color: { type: 'string', value: 'WHEN', choices: ['auto', 'always', 'never'] },
  lang: { type: 'string', value: 'LANGUAGE', choices: Object.keys(languages) },
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
  const chosen: Record<'color' | 'lang', string> = { color: 'auto', lang: english.language };
  const end = argv.indexOf('--');
  const until = end < 0 ? argv.length : end;
  for (let at = 0; at < until; at++) {
    const word = argv[at] as string;
    const name = (['color', 'lang'] as const).find(
      (each) => word === `--${each}` || word.startsWith(`--${each}=`),
    );
    if (word === '--quiet') quiet = true;
    else if (name === undefined) rest.push(word);
    else chosen[name] = word === `--${name}` ? (argv[++at] ?? '') : word.slice(`--${name}=`.length);
  }
  rest.push(...argv.slice(until));
  const words = wordsOf(chosen.lang);
  const { color } = chosen;
  const isColor = color === 'auto' || color === 'always' || color === 'never';
  const wishes = { quiet, color: isColor ? color : 'auto', words: words ?? english } as const;
  if (isColor && words !== null) return { rest, wishes, wrong: null };
  const wrong = isColor ? 'lang' : 'color';
  const { choices } = commonOptionTable[wrong];
  return { rest, wishes, wrong: wishes.words.commandLine.noSuchChoice(wrong, chosen[wrong], choices) };
}
