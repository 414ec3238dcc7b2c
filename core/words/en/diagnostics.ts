import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import type {
  CaptureFault,
  CounterFault,
  DiagnosticKind,
  DiagnosticParameters,
  EntryFault,
  LimitStop,
  FullRoom,
  UnreadPacket,
} from '../../model/diagnostic-kind.ts';
import { grouped } from '../../model/grouped.ts';
import { drift } from './drift.ts';
import { malformed } from './malformed.ts';
import { counted } from './numbers.ts';
import { streamFault } from './stream-faults.ts';
import { iptablesTrace, nftTrace } from '../trace-commands.ts';

/** What a diagnostic says, as one or more sentences without the last full stop. */
export function message({ kind, parameters }: Diagnostic): string {
  const say = sentences[kind] as (parameters: DiagnosticParameters[DiagnosticKind]) => string;
  return say(parameters);
}

function limitStop(why: LimitStop, count: number): string {
  const files = counted(count, 'file', 'files');
  switch (why.kind) {
    case 'nested-too-deep':
      return `${files} not opened, nested too deeply in other archives`;
    case 'compressed-too-often':
      return `${files} not unpacked, compressed too many times over`;
    case 'stream-over-limit':
      return `${files} cut or missing, since ${streamFault(why.fault)}`;
  }
}

/** How grave it is, in a word. */
export function severity(of: Severity): string {
  return of;
}

const sentences: {
  readonly [K in DiagnosticKind]: (parameters: DiagnosticParameters[K]) => string;
} = {
  'not-readable': ({ reason }) => `The file can't be read: ${reason}`,
  'reading-stopped': ({ reason }) => `Reading stopped: ${reason}`,
  'stream-damaged': ({ fault, unpackedBytes }) =>
    `The compressed data is damaged (${streamFault(fault)}): ${readable(unpackedBytes)}`,
  'stream-cut-off': ({ unpackedBytes }) => `The compressed file ends too early: ${readable(unpackedBytes)}`,
  'stream-over-limit': ({ fault, unpackedBytes }) =>
    `Unpacking was stopped, since ${streamFault(fault)}: ${readable(unpackedBytes)}`,
  'stream-unsupported': ({ fault, unpackedBytes }) =>
    `Not unpacked, since ${streamFault(fault)}${unpackedBytes === 0 ? '' : `: ${readable(unpackedBytes)}`}`,
  'too-many-entries': ({ entries }) =>
    `${entries === null ? 'The names in the archive exceed 32 MB' : `The archive has more than ${grouped(entries)} files`}; the rest was left out`,
  'nested-too-deep': () => 'Not opened: it is nested too deeply in other archives',
  'compressed-too-often': () => 'Not unpacked: it is compressed too many times over',
  'files-over-limit': ({ groups }) =>
    groups
      .map(({ why, count, first }) => `${limitStop(why, count)}: ${first.join(', ')} and others`)
      .join('; '),
  'entry-left-out': ({ why }) => `Left out: ${entryFault(why)}`,
  'entry-misplaced': ({ why }) => `Left out: ${entryFault(why)}`,
  'entries-left-out': ({ groups }) =>
    groups
      .map(
        ({ why, count, first }) =>
          `${counted(count, 'entry', 'entries')} left out (${entryFault(why)}): ${first.join(', ')} and others`,
      )
      .join('; '),
  'no-archive-entry': ({ skippedBytes }) =>
    skippedBytes === null
      ? 'The archive is damaged: nothing after this point could be read'
      : `${counted(skippedBytes, 'byte')} that belong to no entry were skipped`,
  'end-mark-missing': ({ archive }) => `The ${archive} archive has no end mark: files may be missing`,
  'names-cut': ({ count, bytes }) =>
    `${counted(count, 'name')} longer than ${counted(bytes, 'byte')} ${count === 1 ? 'was' : 'were'} cut`,
  'entry-cut-off': ({ available, size }) =>
    `The archive ends after ${grouped(available)} of the ${counted(size, 'byte')} of this file`,
  'zip-in-archive': () => 'Too large for a zip file inside another archive: unpack it first',
  'zip-without-directory': ({ found }) =>
    `The zip file has no directory; it was probably cut off. ${counted(found, 'file')} ${found === 1 ? 'was' : 'were'} recovered`,

  'file-empty': () => 'The file is empty',
  'file-unrecognised': () => 'Not recognised as anything that this version reads; not used',
  'part-unrecognised': ({ heading }) =>
    `${heading === null ? 'This part of the file' : `The part under "${heading}"`} is not recognised as anything that this version reads`,
  'more-notes': ({ count }) => `${grouped(count)} more notes like these were left out`,
  'first-bytes-read': ({ bytes }) => `Only the first ${counted(bytes, 'byte')} were read`,
  'too-many-log-hosts': ({ hosts, lines }) =>
    `The file has logs of more than ${hosts} hosts: ${counted(lines, 'line')} ${lines === 1 ? 'was' : 'were'} not read`,
  'output-not-used': ({ command }) => `Output of ${command}: recognised, but not used`,
  'line-malformed': ({ why }) => malformed(why),
  'more-trace-lines-malformed': ({ count }) => `${counted(count, 'more TRACE line')} can't be read`,
  'rule-words-unknown': ({ words, text }) =>
    `Not understood: ${words}${text === null ? '' : ` in "${text}"`}`,
  'listing-gap': ({ chain, numbers }) =>
    numbers === null
      ? `Lines of chain ${chain} were cut out`
      : numbers[0] === numbers[1]
        ? `Rule ${numbers[0]} of chain ${chain} is missing`
        : `Rules ${numbers[0]} to ${numbers[1]} of chain ${chain} are missing`,
  'block-not-closed': () => 'A block is not closed: lines before this one are missing',
  'capture-damaged': ({ packets, fault }) =>
    `The capture is damaged after packet ${packets}: ${captureFault(fault)}`,
  'capture-cut-off': ({ packet }) => `The capture ends within packet ${packet}`,
  'capture-too-long': ({ packets, kept }) =>
    `Of ${counted(packets, 'packet')}, the first ${grouped(kept)} were kept`,
  'packets-passed-over': ({ groups }) =>
    `Packets not used: ${groups.map(({ what, count }) => `${grouped(count)} ${unread(what)}`).join(', ')}`,

  'log-without-trace': () => 'A kernel log without a line of an iptables TRACE',
  'log-repeated': ({ lines, original }) =>
    `${counted(lines, 'TRACE line')} also ${lines === 1 ? 'occurs' : 'occur'} in ${original}; counted once`,
  'trace-repeated': ({ lines }) =>
    `${counted(lines, 'line')} ${lines === 1 ? 'shows' : 'show'} what nft monitor trace shows, too; counted once`,
  'log-order-unknown': ({ paths }) =>
    `${paths.join(', ')} have no clock in common. They are read in this order; a packet with lines in two of them may appear as two`,
  'log-lines-lost': ({ words }) => `The log itself says that lines before this one are missing: "${words}"`,
  'log-lines-cut': ({ lines }) =>
    `${counted(lines, 'log line')} ${lines === 1 ? 'was' : 'were'} cut off by a pager at the edge of the screen: send journalctl --no-pager, or the log itself`,
  'log-read-in-part': ({ lines, percent, full }) =>
    `Read up to line ${grouped(lines)}${percent === null ? '' : ` (${percent} % of the file)`}: ${limit(full)}. The rest is not analysed; for it, analyse a part of the log: ${howToCut}`,
  'log-not-read': ({ full }) =>
    `Not read: in the logs before it, ${limit(full)}. Analyse it by itself, or a part of it: ${howToCut}`,

  'ruleset-of-other-backend': ({ log }) =>
    log === 'legacy'
      ? 'The log is of iptables-legacy, but the ruleset is of iptables-nft, so these are not the rules that the packets met. Please send the output of iptables-legacy-save'
      : 'The trace is of nftables, but the ruleset is of iptables-legacy, so these are not the rules that the packets met. Please send the output of nft -a list ruleset',
  'trace-rules-contradict': ({ rules, counted: packets, logged, why }) =>
    `${rules === 1 ? 'The TRACE rule counts' : 'The TRACE rules count'} ${counted(packets, 'packet')}, the log shows ${grouped(logged)}: ${counterFault(why)}`,
  'counter-contradicts': ({ place, rule, dumps, counted: packets, logged, why }) => {
    const chain = `${place.table}/${place.chain}`;
    const whose = rule === 'policy' ? `The policy of ${chain}` : `Rule ${rule.number ?? '?'} of ${chain}`;
    return `${whose} counts ${counted(packets, 'packet')}${dumps ? ' between the two dumps' : ''}, the log shows ${grouped(logged)}: ${counterFault(why)}`;
  },
  'more-counters-contradict': ({ count }) =>
    `The counters of ${counted(count, 'more rule')} differ from the log`,
  'no-trace-events': () => 'No file has a TRACE line, so there is no packet to follow',
  'no-trace-rule': ({ whole, hidden, about }) => {
    const what = whole
      ? 'The ruleset has no TRACE rule, so no packet was traced'
      : 'The listing does not show table raw, where TRACE rules are';
    const interfaces = hidden
      ? '. The listing was made without -v, so it does not show the interfaces of its rules either: send iptables-save -c'
      : '';
    return `${what}. Before the next try: ${iptablesTrace(about)} (and in OUTPUT for local packets); afterwards the same with -D for -I${interfaces}`;
  },
  'no-nftrace-rule': ({ about }) =>
    `The ruleset has no rule with meta nftrace set 1, so no packet was traced. Before the next try: ${nftTrace(about)} (hook output for local packets), then run "nft monitor trace" while the traffic passes; afterwards: nft delete table inet netopsy_trace`,
  'trace-rule-unmatched': () =>
    'This rule traces packets, but none has matched it: its conditions are not those of the traffic, or there was no traffic',
  'trace-goes-to-monitor': ({ by }) =>
    by === 'nft'
      ? 'What this rule traces is not written to the log: run "nft monitor trace" while the traffic passes'
      : 'With iptables-nft, TRACE writes nothing to the kernel log: run "xtables-monitor --trace" while the traffic passes',
  'trace-lines-absent': ({ packets, mayBeNft }) =>
    `This rule has traced ${counted(packets, 'packet')}, but the bundle has no line of them: the log is from another time or was cut, or the lines went elsewhere${mayBeNft ? '. If "iptables -V" says nf_tables, TRACE writes nothing to the kernel log: run "xtables-monitor --trace" while the traffic passes' : ''}`,
  'nf-log-none': ({ family, key }) =>
    `No logger is bound for ${family} (${key} = NONE), so TRACE lines go nowhere: modprobe nf_log_syslog (nf_log_ipv4 on older kernels), then sysctl -w ${key}=nf_log_ipv4`,
  'nf-log-elsewhere': ({ family, key }) =>
    `Log lines of ${family} go to a program such as ulogd, not to the kernel log (${key} = nfnetlink_log): please send its file`,
  'nf-log-namespaces': () =>
    "Only the host's own network namespace writes to the kernel log: TRACE rules in another one (a container, ip netns) leave no line until sysctl -w net.netfilter.nf_log_all_netns=1",
  'no-ruleset': ({ host, logged }) =>
    `The bundle has no ruleset of ${host === '' ? 'the host' : `host ${host}`}: ${logged ? "the rules that logged can't be shown" : "rule numbers can't be resolved to rule text"}`,
  'ruleset-drift': ({ chain, host, reasons, more }) =>
    `${chain}${host === '' ? '' : ` on ${host}`} has changed between log and ruleset: ${reasons.map(drift).join('; ')}${more > 0 ? `; and ${grouped(more)} more` : ''}`,
  'rule-passed-over': ({ chain, host, rule, metInstead, packets, mayBeLost }) => {
    const instead = metInstead === null ? 'came to the end' : `met rule ${metInstead}`;
    const counter = rule.counted === null ? '' : `, which has counted ${counted(rule.counted, 'packet')},`;
    return `${packets === 1 ? 'A packet' : counted(packets, 'packet')} ${instead} of ${chain}${host === '' ? '' : ` on ${host}`}, though rule ${rule.number} ("${rule.text}")${counter} must have matched before and has no line. ${mayBeLost ? 'Its line is lost, the' : 'The'} ruleset is of another time, or the rule does not do what it says`;
  },
  'bundle-cleaned': ({ sign }) =>
    `The bundle was cleaned ("${sign}"): its addresses were replaced, so it is no longer known which network holds which address. Only what the log itself shows is used; routing decisions, reverse path filtering and whether an address is in a rule's network stay open. For these, please send the original bundle`,
  'addresses-redacted': ({ sign }) =>
    `Words stand in place of addresses ("${sign}"): they are compared as text. What needs the address itself, such as a route or a rule's network, stays open for these packets`,
  'namespace-apart': ({ namespace, host }) =>
    `Network namespace ${namespace} has its own rules and routes; it is treated as host "${host}"`,
  'host-unknown': ({ hosts }) =>
    `The log is of ${counted(hosts.length, 'host')} (${hosts.join(', ')}), and nothing says which of them this file is from, so it is not used`,
  'host-differs': ({ own, host }) =>
    `The file names host ${own}, but the log is of ${host}; it is used for ${host}`,
  'journeys-ambiguous': ({ packets }) =>
    `${counted(packets, 'packet')} look so much alike that some lines may belong to another of them; their number is right`,
  'journeys-incomplete': ({ packets }) =>
    `The log lacks lines of ${counted(packets, 'packet')}: the first ones, or some in between`,
};

const howToCut = "a range of lines (sed -n 'FROM,TOp') or of time (journalctl -k --since ... --until ...)";

function readable(bytes: number): string {
  return bytes === 0 ? 'nothing could be unpacked' : `${counted(bytes, 'byte')} could be unpacked`;
}

function limit({ lines, packets }: FullRoom): string {
  const read = counted(lines, 'line');
  return packets === null
    ? `the limit was reached with ${read} of traced packets`
    : `memory is full with ${read} of ${counted(packets, 'traced packet')}`;
}

function entryFault(why: EntryFault): string {
  switch (why.kind) {
    case 'special':
      return 'a link or device, not a file';
    case 'sparse':
      return "a sparse file without data, or with a map that can't be read";
    case 'encrypted':
      return 'encrypted';
    case 'overlapping':
      return 'overlaps with other entries, as in a zip bomb';
    case 'misplaced':
      return 'something else is stored in its place in the zip file';
    case 'zip-method':
      return `zip compression method ${why.method} is not supported`;
  }
}

function captureFault(fault: CaptureFault): string {
  switch (fault.kind) {
    case 'no-header':
      return 'no header of a pcap file';
    case 'no-byte-order':
      return 'a section without its byte order';
    case 'no-packet-header':
      return 'a packet without its header';
    case 'packet-size':
      return `an impossible packet of ${counted(fault.bytes, 'byte')}`;
    case 'block-size':
      return `an impossible block of ${counted(fault.bytes, 'byte')}`;
  }
}

function unread(what: UnreadPacket): string {
  switch (what.kind) {
    case 'arp':
      return 'ARP';
    case 'not-ip':
      return 'neither IP nor ARP';
    case 'damaged':
      return 'with cut or damaged headers';
    case 'link-type':
      return `of link type ${what.number}`;
  }
}

function counterFault(why: CounterFault): string {
  switch (why) {
    case 'stale':
      return 'counters were reset, or the ruleset is older than the log';
    case 'lost-or-older':
      return 'lines were lost, or the counter is older than the log';
    case 'lost':
      return 'lines were lost';
    case 'lost-or-later':
      return 'lines were lost, or the trace began later';
  }
}
