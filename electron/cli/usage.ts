import { type Words, wrapped } from '../../core/index.ts';
import type { Command, CommandOption, OptionName } from './command.ts';

const COLUMNS = 80;

type UsageWords = Words['commandLine'];

/** `netopsy --help`: all commands with their options. */
export function usage(commands: readonly Command[], words: UsageWords): string {
  const lines = [
    `netopsy: ${words.title}`,
    '',
    ...commands.flatMap((command) => [...synopsis(command), `      ${words.commands[command.name]}`]),
    '  netopsy --version',
    '',
    words.bundle,
    words.moreHelp,
    ...exitStatusLines(words),
  ];
  return printed(lines);
}

/** `netopsy COMMAND --help`: what the command does and each of its options. */
export function commandUsage(command: Command, words: UsageWords): string {
  const options = optionsOf(command);
  const lines = [
    `netopsy ${command.name}: ${words.commands[command.name]}`,
    '',
    ...synopsis(command),
    ...(options.length === 0 ? [] : ['', words.optionsHeading]),
    ...options.flatMap(([name, option]) => [`  ${optionText(name, option)}`, `      ${words.options[name]}`]),
    ...(command.operands.includes('BUNDLE') ? ['', words.bundle] : []),
    ...exitStatusLines(words),
  ];
  return printed(lines);
}

/** The options of a command, in the order in which it lists them. */
export function optionsOf(command: Command): readonly (readonly [OptionName, CommandOption])[] {
  return Object.entries(command.options) as [OptionName, CommandOption][];
}

/** `--json`, `--html FILE` */
export function optionText(name: OptionName, option: CommandOption): string {
  return option.type === 'boolean' ? `--${name}` : `--${name} ${option.value}`;
}

/** The parts of a command's synopsis that no line break should part: `[--html FILE]`. */
export function synopsisParts(command: Command): readonly string[] {
  const options = optionsOf(command).map(([name, option]) => {
    const text = optionText(name, option);
    const isRequired = option.type === 'string' && option.required === true;
    const repeats = option.type === 'string' && option.multiple === true ? '...' : '';
    return `${isRequired ? text : `[${text}]`}${repeats}`;
  });
  return [`netopsy ${command.name}`, ...(command.operands === '' ? [] : [command.operands]), ...options];
}

function synopsis(command: Command): readonly string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const part of synopsisParts(command)) {
    if (line.length + 1 + part.length > COLUMNS && line.trim() !== '') {
      lines.push(line);
      line = '         ';
    }
    line += ` ${part}`;
  }
  return [...lines, line];
}

function exitStatusLines(words: UsageWords): readonly string[] {
  const meanings = Object.entries(words.exitStatuses).map(([status, meaning]) => `  ${status}  ${meaning}`);
  return ['', words.exitStatusHeading, ...meanings];
}

function printed(lines: readonly string[]): string {
  return `${wrapped(lines, COLUMNS, 0).join('\n')}\n`;
}
