import type { Family } from '../../../model/family.ts';
import { simpleCommands } from '../../bundle/command-line.ts';
import { baseName, namedFamily } from '../../text/ip-text.ts';

/** The tables that the kernel has. */
export const tableNames: ReadonlySet<string> = new Set(['raw', 'mangle', 'nat', 'filter', 'security']);

/**
 * The table that a command asked for: the one of `-t`, or filter where an iptables command has no `-t`. Null for
 * another command, and for a shell variable (`iptables -L -t $t`).
 */
export function tableOfCommand(command: string): string | null {
  if (!/\bip6?tables[\w.-]{0,40}\s/.test(command) || /\bip6?tables[\w.-]{0,40}-save\b/.test(command))
    return null;
  const asked = /\s(?:-t\s*|--table[\s=]|-\w*t\s+)["']?(\$?\w+)/.exec(command)?.[1];
  if (asked === undefined) return 'filter';
  return tableNames.has(asked) ? asked : null;
}

/** What one command of a typed line lists. */
export interface AskedListing {
  readonly table: string | null;
  readonly family: Family | null;
}

/** `iptables -nvL; ip6tables -t nat -nvL`: what each command asked for, in their order; empty where none lists rules. */
export function listingsOfCommand(commandLine: string): readonly AskedListing[] {
  const commands = simpleCommands(commandLine).filter((command) => /^(?:\/\S*\/)?ip6?tables/.test(command));
  const known = commands.length > 0 || !/\bip6?tables/.test(commandLine) ? commands : [commandLine];
  return known.map((command) => ({ table: tableOfCommand(command), family: namedFamily(command) }));
}

/** The table that a heading between two listings names (`Table: nat`, `### mangle ###`); null unless it is just one. */
export function tableOfHeading(text: string): string | null {
  const ofCommand = tableOfCommand(text);
  if (ofCommand !== null) return ofCommand;
  const named = new Set(
    text
      .toLowerCase()
      .match(/[a-z]+/g)
      ?.filter((word) => tableNames.has(word)),
  );
  return named.size === 1 ? ([...named][0] ?? null) : null;
}

/** The table in the name of a file with one table's listing: `iptables_-t_nat_-nvL`, `iptables-nat.txt`. */
export function tableOfPath(path: string): string | null {
  return tableOfHeading(
    baseName(path)
      .replace(/[_.-]+/g, ' ')
      .replace(/ip6?tables/g, ''),
  );
}

/**
 * The table that has these built-in chains. filter and security have the same ones and are told apart by nothing in
 * a listing; filter is the one that people list.
 */
export function tableOfChains(chains: Iterable<string>): string {
  const names = new Set(chains);
  if (names.has('POSTROUTING')) return names.has('FORWARD') ? 'mangle' : 'nat';
  if (names.has('PREROUTING')) return names.has('FORWARD') ? 'mangle' : names.has('INPUT') ? 'nat' : 'raw';
  return 'filter';
}
