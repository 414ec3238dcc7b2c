import type { Command } from './command.ts';
import { commonOptionTable } from './common-options.ts';
import { exitStatus } from './exit-status.ts';
import type { CommandOutput } from './output.ts';
import { readOptions } from './read-words.ts';
import { optionsOf } from './usage.ts';

/** `netopsy completion bash|zsh|fish`: the script by which that shell completes commands, options and their values. */
export function completionCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    operands: Object.keys(shells).join('|'),
    options: {},
    async run(args, output) {
      const words = readOptions(args, {}, output);
      if (words === null) return exitStatus.usage;
      const [shell = '', ...more] = words.bundle;
      if (!Object.hasOwn(shells, shell) || more.length > 0) return refuse(output);
      await output.out(shells[shell as keyof typeof shells](commands()));
      return exitStatus.analysed;
    },
  };
}

function refuse(output: CommandOutput): number {
  output.say(output.words.commandFaults.noShell(Object.keys(shells)));
  return exitStatus.usage;
}

const shells = { bash, zsh, fish } as const;

/** An option as it is typed, and the words that its value may be: null for an option without, none for any value. */
interface Completed {
  readonly option: string;
  readonly choices: readonly string[] | null;
}

function completed(command: Command): readonly Completed[] {
  const all = [...optionsOf(command), ...optionsOf({ ...command, options: commonOptionTable })];
  return all.map(([name, option]) => ({
    option: `--${name}`,
    choices: option.type === 'boolean' ? null : (option.choices ?? []),
  }));
}

/** What stands after a command that takes no bundle but one of some words: `bash|zsh|fish`. */
function operandWords({ operands }: Command): readonly string[] {
  return operands.includes('|') ? operands.split('|') : [];
}

function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const options = completed(command);
    const values = options
      .filter(({ choices }) => choices !== null && choices.length > 0)
      .map(({ option, choices }) => `        ${option}) values='${choices?.join(' ')}' ;;\n`)
      .join('');
    const free = options.filter(({ choices }) => choices?.length === 0).map(({ option }) => option);
    const files = free.length === 0 ? '' : `        ${free.join(' | ')}) ;;\n`;
    const operands = `        *) values='${operandWords(command).join(' ')}' ;;\n`;
    const words = options.map(({ option }) => option).join(' ');
    return `    ${command.name})\n      words='${words}'\n      case $previous in\n${values}${files}${operands}      esac\n      ;;\n`;
  });
  return `# netopsy completion bash, for /etc/bash_completion.d or: source <(netopsy completion bash)
_netopsy() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words='' values=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('')}  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [ "\${current#-}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -o filenames -F _netopsy netopsy
`;
}

function zsh(commands: readonly Command[]): string {
  return `#compdef netopsy
# netopsy completion zsh, for a file _netopsy in a folder of $fpath
autoload -U +X bashcompinit && bashcompinit
${bash(commands)}`;
}

function fish(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.flatMap((command) => {
    const when = `-n '__fish_seen_subcommand_from ${command.name}'`;
    return [
      `complete -c netopsy -n '__fish_use_subcommand' -a ${command.name}`,
      ...operandWords(command).map((word) => `complete -c netopsy ${when} -a ${word}`),
      ...completed(command).map(({ option, choices }) => {
        const value = choices === null ? '' : choices.length === 0 ? ' -r' : ` -x -a '${choices.join(' ')}'`;
        return `complete -c netopsy ${when} -l ${option.slice(2)}${value}`;
      }),
    ];
  });
  return `# netopsy completion fish, for ~/.config/fish/completions/netopsy.fish\n# ${names}\n${lines.join('\n')}\n`;
}
