import type { Progress } from '../../model/progress.ts';
import { grouped } from '../../model/grouped.ts';
import { listed } from './lists.ts';

/** What the usage text, the manual page and shell completion say of the command line: one sentence for each word of it. */

export const title =
  'follows traced packets through tables, chains and routing, and says where and why they were dropped';

/** What each command does. */
export const commands = {
  analyze: 'what happened, as text, JSON or an HTML report',
  packets: 'one line of JSON for each packet journey',
  diff: 'what changed between two captures, and what that did to the traffic',
  route: "what the host's FIB rules and routes do with a packet",
  simulate: 'where a packet that nobody has sent yet would go',
  whatif: "what changes to a host's configuration would do to the packets of the capture",
  export: 'journeys, steps, dead ends, rules and files as Parquet, for any number of bundles in one query',
  completion: 'the script by which a shell completes the words of netopsy',
  man: 'the manual page, for man -l -',
  triage: 'one line for each bundle in the folders: hosts, packets, the worst dead ends, what is missing',
  collect: 'a shell script that collects on a host what netopsy reads; with a BUNDLE, what that one lacks',
  reach: 'what becomes of all packets of a kind: where they end, and which are let through',
  fix: 'the smallest changes that would let dead packets pass, each proven by a walk through the changed configuration',
};

/** What each option does; one that several commands share does the same in all of them. */
export const options = {
  json: 'print JSON',
  ndjson: 'print one JSON object a line',
  html: 'write an HTML report to FILE',
  redact:
    'replace addresses, MACs, host names, domains and e-mail addresses, each value always by the same substitute. ' +
    'The replacement list is written to FILE.map.json, without --html to netopsy-redaction.map.json; keep that list, do not send it',
  'redact-key': 'make the same replacements for the same TEXT',
  'redact-map': 'write the list of replacements to FILE',
  'redact-words': 'replace the words listed in FILE, one a line, wherever they occur',
  expect:
    "what the capture must show: 'PROTO SRC > DST[:PORT] DISPOSITION[ CAUSE-KIND]'. SRC and DST are addresses, prefixes or any. " +
    'Several may be given; exit status 4, and a line for each that the capture contradicts or can not show',
  host: 'the host that is asked about, if the bundle has several',
  iptables: 'a change, as typed on the host after iptables; changes are made in the order given',
  ip6tables: 'a change, as typed after ip6tables',
  nft: 'a change, as typed after nft',
  ip: 'a change of ip route, rule, addr or link, as typed after ip',
  sysctl: 'a change, as typed after sysctl -w',
  ipset: 'a change, as typed after ipset',
  fixes: 'in the report, what would let each dead end pass',
  packet: 'the packet that is asked about, by its number in netopsy packets',
  conntrack: 'the deletion of conntrack entries, as typed after conntrack',
  config:
    'an edited FILE (iptables-save, nft list ruleset, ip route, sysctl -a, ...) in place of what the bundle has of its kind',
  to: 'the destination address',
  from: 'the source address',
  iif: 'the interface that the packet comes in by; without it, the host sends it itself',
  mark: 'the firewall mark',
  tos: 'the TOS byte',
  in: 'the interface that the packet comes in by',
  local: 'the host itself sends the packet',
  src: 'the source address',
  dst: 'the destination address',
  proto: 'the protocol, by name or number',
  sport: 'the source port',
  dport: 'the destination port',
  state: 'the state in conntrack: NEW (if not said), ESTABLISHED, RELATED, INVALID or UNTRACKED',
  ttl: 'the TTL; 64 if not said',
  length: 'the length in bytes',
  'tcp-flags': 'the TCP flags that are set, such as SYN,ACK',
  'icmp-type': 'the ICMP type; an echo request if not said',
  'icmp-code': 'the ICMP code',
  never: 'say of each rule whether no packet can ever match it, and why',
  through: 'only packets that come to this chain, or match its rule N, or may',
  end: 'only packets that end so, or may: forwarded, delivered, sent, dropped, rejected, queued, unknown',
  uid: 'the user whose program sends the packet',
  quiet: 'no notes and no progress, only results and failures',
  lang: 'the language of text, of reports and of the sentences in JSON',
  color: 'whether text is coloured: auto (on a terminal, unless NO_COLOR is set), always or never',
  flow: "trace this flow, in both directions: 'PROTO SRC > DST[:PORT]'; without it, nothing is traced",
  seconds: 'how many seconds to trace for; 10 by default',
  packets:
    'collect: how many packets to trace at most; 200 by default. simulate: the packets of FILE, one a line as JSON, or with - of standard input',
  'no-trace': 'trace nothing',
  resume: 'leave out the bundles that FILE, the output of an earlier run, has a line for',
  parquet:
    'write DIR/bundle=CHECKSUM/journeys.parquet, steps, dead_ends, rules and artifacts; what is there stays',
  help: 'print this text',
};

/** What a command's operands are. */
export const bundle =
  'A BUNDLE is a folder, an archive (.tar, .tar.gz, .tar.xz, .tar.zst, .tar.bz2, .zip) or several files named one after another.';

/** What each exit status means. */
export const exitStatuses = {
  0: 'analysed',
  1: 'the output cannot be written',
  2: 'the command line is wrong',
  3: 'the input holds nothing to analyse',
  4: 'the capture contradicts an expectation, or can not show it',
};

export const usageHeading = 'Usage';
export const optionsHeading = 'Options';
export const exitStatusHeading = 'Exit status';
export const commonOptionsHeading = 'Options of all commands';
export const moreHelp = 'netopsy COMMAND --help describes the options of one command.';

export function unknownCommand(name: string): string {
  return `unknown command ${name}`;
}

/** `reading 42 %: kern.log, 1,204,300 packets` */
export function progress({ stage, done, file, packets }: Progress): string {
  const found = packets > 0 ? `, ${grouped(packets)} packets` : '';
  return `${stage} ${Math.floor(done * 100)} %${file === '' ? '' : `: ${file}`}${found}`;
}

/** `--color sometimes: must be auto, always or never` */
export function noSuchChoice(option: string, given: string, choices: readonly string[]): string {
  return `--${option} ${given}: must be ${listed(choices, 'or')}`;
}

/** `--seconds 0: a number from 1 to 86400 is wanted` */
export function noSuchNumber(option: string, given: string, most: number): string {
  return `--${option} ${given}: a number from 1 to ${most} is wanted`;
}

export const noCommand = 'a command is missing';
