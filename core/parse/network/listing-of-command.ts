import type { Listing } from '../../model/network.ts';
import { showsSomeLines, simpleCommands } from '../bundle/command-line.ts';

/** What `ip` is asked to list, by the words that it takes for it. */
export const listed = {
  routes: /^(?:\/\S*\/)?ip(?:\s+-\S+)*\s+ro?u?t?e?(?=\s|$)/,
  rules: /^(?:\/\S*\/)?ip(?:\s+-\S+)*\s+ru(?:le?)?(?=\s|$)/,
  interfaces: /^(?:\/\S*\/)?(?:ip(?:\s+-\S+)*\s+(?:a(?:ddr(?:ess)?)?|l(?:ink)?)|ifconfig)(?=\s|$)/,
} as const;

/**
 * How much of what it is about a command prints: `ip addr show eth0`, `ip route get`, `ip rule list table 201` and
 * `ip route | grep eth0` leave things out. `table X` and `vrf X` ask for one whole routing table.
 */
export function listingOf(commandLine: string, what: RegExp): Listing {
  if (showsSomeLines(commandLine)) return 'part';
  const command = simpleCommands(commandLine).find((each) => what.test(each));
  if (command === undefined) return 'whole';
  const rest = command
    .replace(what, '')
    .trim()
    .replace(/^(?:s(?:how?)?|l(?:i?st?)?|ls)(?=\s|$)/, '')
    .replace(what === listed.routes ? /\s(?:table|vrf)\s+\S+/g : /^$/, '')
    .replace(/(?:^|\s)-[ad]+(?=\s|$)/g, '')
    .trim();
  return rest === '' ? 'whole' : 'part';
}
