import packageJson from '../../package.json' with { type: 'json' };
import type { Words } from '../../core/index.ts';
import type { Command } from './command.ts';
import { commonOptionTable } from './common-options.ts';
import { exitStatus } from './exit-status.ts';
import { readOptions } from './read-words.ts';
import { optionsOf, optionText, synopsisParts } from './usage.ts';

/** `netopsy man`: the manual page, netopsy(1), in the words of the usage text. */
export function manCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'man',
    operands: '',
    options: {},
    async run(args, output) {
      if (readOptions(args, {}, output) === null) return exitStatus.usage;
      await output.out(manPage(commands(), output.words.commandLine));
      return exitStatus.analysed;
    },
  };
}

/** The page in the macros of man(7). */
export function manPage(commands: readonly Command[], words: Words['commandLine']): string {
  const lines = [
    `.TH NETOPSY 1 "" "netopsy ${packageJson.version}"`,
    '.SH NAME',
    `netopsy \\- ${escaped(words.title)}`,
    '.SH SYNOPSIS',
    ...commands.flatMap((command) => ['.HP 4', synopsisParts(command).map(escaped).join(' ')]),
    '.SH DESCRIPTION',
    plain(words.bundle),
    ...commands.flatMap((command) => [
      `.SS ${escaped(command.name)}`,
      plain(words.commands[command.name]),
      ...optionsOf(command).flatMap(([name, option]) => [
        '.TP',
        `.B ${escaped(optionText(name, option))}`,
        plain(words.options[name]),
      ]),
    ]),
    `.SH ${words.commonOptionsHeading.toUpperCase()}`,
    ...Object.entries(commonOptionTable).flatMap(([name, option]) => [
      '.TP',
      `.B ${escaped(optionText(name as keyof typeof commonOptionTable, option))}`,
      plain(words.options[name as keyof typeof commonOptionTable]),
    ]),
    `.SH ${words.exitStatusHeading.toUpperCase()}`,
    ...Object.entries(words.exitStatuses).flatMap(([status, meaning]) => [
      '.TP',
      `.B ${status}`,
      plain(meaning),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Text of roff: a backslash begins an escape, a plain `-` would be a hyphen. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-');
}

/** A line of text; one that begins with a dot or an apostrophe would be a macro. */
function plain(text: string): string {
  const shown = escaped(text);
  return shown.startsWith('.') || shown.startsWith("'") ? `\\&${shown}` : shown;
}
