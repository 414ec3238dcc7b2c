import { printedText } from '../text/command-text.ts';
import { unwrappedCommand } from './namespace.ts';
import { shellPrompt } from './shell-prompt.ts';

/** A program that somebody called, at a prompt or in a script, and what it was given. */
export interface TypedCommand {
  /** Without its folder; what a script keeps it in is as it stands there: `"${IPT}"`. */
  readonly program: string;
  readonly rest: string;
}

const longestLine = 4096;
/** `#` is a prompt or begins a comment; `[#]` is what wg-quick prints before what it runs. */
const barePrompt = /^(?:\[#\]\s+|[$%>+]+\s+|#+\s*)?/;

/**
 * The program that a line calls, without prompts and whatever else stands before it; null for a word alone:
 *
 *   root@fw:~# iptables -A FORWARD -j DROP        $NFT add table inet filter        sudo /usr/sbin/nft flush ruleset
 */
export function typedCommand(line: string): TypedCommand | null {
  if (line.length > longestLine) return null;
  const text = printedText(line).trim();
  const command = unwrappedCommand((shellPrompt(text)?.command ?? text).replace(barePrompt, ''));
  const cut = command.search(/\s/);
  if (cut < 0) return null;
  const word = command.slice(0, cut);
  const program = word.startsWith('/') ? word.slice(word.lastIndexOf('/') + 1) : word;
  return { program, rest: command.slice(cut).trimStart() };
}

/** Whether a line begins with `#`: a comment of a script, or a command after the prompt of root. */
export function isHashed(line: string): boolean {
  return /^\s*#/.test(line);
}

/** What a script sets, as far as it says so itself: `WAN="eth1"`; null for all other lines. */
export function assignedVariable(line: string): { readonly name: string; readonly value: string } | null {
  const [, name, quoted, single, bare] = assignment.exec(line) ?? [];
  return name === undefined ? null : { name, value: quoted ?? single ?? bare ?? '' };
}

const assignment = /^\s*(?:export\s+|local\s+)?([A-Za-z_]\w*)=(?:"([^"$`]*)"|'([^']*)'|([^\s"'$`;]*))\s*$/;

/** Whether a script goes more than one way, or some of it several times, from that line on. */
export function isBranching(line: string): boolean {
  return /^\s*(?:for|while|until|if|case)\s|\bthen\s*$|\bdo\s*$/.test(line);
}
