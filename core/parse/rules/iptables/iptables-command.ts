import { showsSomeLines, simpleCommands } from '../../bundle/command-line.ts';
import type { DumpCoverage } from '../ruleset-builder.ts';

/**
 * How much of a table the output of a command shows; null for what is no command of iptables:
 *
 *   iptables-save            iptables -t nat -nvL        all of the table
 *   iptables -S DOCKER-USER  iptables -L FORWARD -n      one chain
 *   iptables-save | grep KUBE                            some lines
 */
export function coverageOfCommand(commandLine: string): DumpCoverage | null {
  const command = simpleCommands(commandLine).find((part) => /^(?:\/\S*\/)?ip6?tables\S*(?:\s|$)/.test(part));
  if (command === undefined) return null;
  if (showsSomeLines(commandLine)) return 'lines';
  return chainListed(command) === null ? 'table' : 'chain';
}

/** The chain that a listing was asked for: the word after `-L`, `-nvL`, `-S`, `--list`, `--list-rules`. */
function chainListed(command: string): string | null {
  const words = command.split(/\s+/);
  const at = words.findIndex((word) => /^-(?!-)\w*[LS]$|^--list(?:-rules)?$/.test(word));
  const chain = at < 0 ? undefined : words[at + 1];
  return chain === undefined || chain.startsWith('-') ? null : chain;
}
