/**
 * The titles that a firewall's manager puts above the outputs in its own dump, with the commands that make them. Nothing
 * but the dump's first line tells that `ARP` or `Modules` alone in a line is one:
 *
 *   Shorewall 5.2.3.4 Dump at gw - Tue 04 May 2021 11:00:00 AM CEST
 *   NAT Table                       Conntrack Table (2 out of 65536)       Routing Rules
 *   Table main:                     /proc                                  Device eth0:
 */
export interface DumpTitle {
  /** The command whose output follows; null where nothing that is read does. */
  readonly command: string | null;
  /** The host that the dump's first line names. */
  readonly host: string | null;
}

/** The title in a line of such a dump; `isInDump`: whether its first line was seen. Null for any other line. */
export function dumpTitle(line: string, isInDump: boolean): DumpTitle | null {
  const text = line.trim();
  if (text.length > longestTitle || text === '') return null;
  const host = dumpBegin.exec(text)?.[1];
  if (host !== undefined) return { command: null, host };
  const table = tableTitle.exec(text)?.[1];
  if (table !== undefined) return { command: `iptables -t ${table.toLowerCase()} -L -n -v`, host: null };
  if (!isInDump) return null;
  const routes = /^Table (\S+):$/.exec(text)?.[1];
  if (routes !== undefined) return { command: `ip route show table ${routes}`, host: null };
  const known = titles.find(([title]) => title.test(text));
  return known === undefined ? null : { command: known[1], host: null };
}

/** Whether a dump with titles of its own begins on the line. */
export function beginsDump(line: string): boolean {
  return line.length <= longestTitle && dumpBegin.test(line.trim());
}

const longestTitle = 120;
const dumpBegin = /^Shorewall6?(?:-lite)? \S+ Dump at (\S+) - /;
const tableTitle = /^(NAT|Mangle|Raw|Rawpost|Filter) Table$/;

const titles: readonly (readonly [RegExp, string | null])[] = [
  [/^Counters reset /, 'iptables -L -n -v'],
  [/^Log \(\S+\)$/, null],
  [/^Conntrack Table \(/, 'conntrack -L'],
  [/^IP Configuration$/, 'ip addr show'],
  [/^IP Stats$/, 'ip -s link'],
  [/^Routing Rules$/, 'ip rule show'],
  [/^\/proc$/, 'sysctl -a'],
  [/^ARP$/, 'arp -na'],
  [/^Neighbors$/, 'ip neigh show'],
  [/^Traffic Control$/, 'tc -s qdisc'],
  [/^TC Filters$/, 'tc filter show'],
  [
    /^(?:Bridges|Modules|Events|PFKEY SPD|PFKEY SAD|Per-IP Counters|NF Accounting|Shorewall has detected the following .*:)$/,
    null,
  ],
];
