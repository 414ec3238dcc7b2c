import type { Progress } from '../../model/progress.ts';
import { grouped } from '../../model/grouped.ts';

/** What the window says around its panes: how bundles are opened, read, compared, reported. */

/** This language, as it calls itself. */
export const nameOfLanguage = 'English';
export const language = 'Language';
export const dropToOpen = 'Drop to open';
export const openAnother = 'Open another…';
export const compare = 'Compare…';
export const withFiles = 'With files…';
export const withFolder = 'With a folder…';
export const report = 'Report…';
export const cancel = 'Cancel';
export const close = 'Close';
export const partial = 'partial';
/** A bundle whose files have no name. */
export const bundle = 'bundle';

/** The page on which a bundle is chosen. */
export const start = {
  lead: 'Drop a support bundle here: where did the packets go, and why were some of them dropped?',
  openFiles: 'Open files…',
  openFolder: 'Open folder…',
  trySample: 'Try the sample capture',
  files: 'Files',
  folder: 'Folder',
  reads: 'Reads',
  formats:
    'kernel logs with TRACE or LOG lines, nft monitor trace, xtables-monitor, iptables-save and iptables -L, nft list ruleset, ip rule, ip route, ip addr, ip link, ip neigh, sysctl, conntrack, pcap and tcpdump text; as files, a folder, or tar, zip, gzip, xz, zstd, bzip2. Files are recognised by content, not by name.',
  privacy: 'Privacy',
  promise:
    'No network access; the bundle is never changed or copied. Filters and notes stay on this machine.',
  recent: 'Opened before',
} as const;

/** While a bundle is read. */
export const reading = {
  read: 'Read',
  lines: 'Lines',
  events: 'Trace events',
  packets: 'Packets so far',
  stop: 'Stop reading',
  stopping: 'Stopping…',
  kept: 'What was found until then is kept.',
  stopTip: 'What was read until then is analysed',
  soFar: 'Read so far',
  rest: 'Reading the rest',
  unpacked: 'unpacked',
} as const;

export function stage(name: Progress['stage']): string {
  switch (name) {
    case 'opening':
      return 'Opening';
    case 'reading':
      return 'Reading';
    case 'joining':
      return 'Joining lines to packets';
    case 'explaining':
      return 'Finding out why packets were dropped';
  }
}

/** `of 1.1 GB` */
export function ofSize(size: string): string {
  return `of ${size}`;
}

/** `Reading: 10 MB of 1.1 GB, 1,000 lines, 300 packets so far`; `of` is '' where the whole size is not known. */
export function readSoFar(
  name: Progress['stage'],
  size: string,
  of: string,
  lines: number,
  packets: number,
): string {
  const whole = of === '' ? reading.unpacked : ofSize(of);
  return `${stage(name)}: ${size} ${whole}, ${grouped(lines)} lines, ${grouped(packets)} packets so far`;
}

/** `Joining lines to packets: 1,000 lines` */
export function linesInStage(name: Progress['stage'], lines: number): string {
  return `${stage(name)}: ${grouped(lines)} lines`;
}

/** `40 % read` */
export function percentRead(percent: number): string {
  return `${percent} % read`;
}

/** `1.2 s` */
export function seconds(count: number): string {
  return `${count.toFixed(1)} s`;
}

/** `kern.log and 3 more` */
export function bundleOf(first: string, more: number): string {
  return `${first} and ${more} more`;
}

/** A drop that can be meant in two ways. */
export const drop = {
  two: 'Two bundles',
  pair: (first: string, second: string): string =>
    `Compare ${first} and ${second} as before and after, or read them as parts of one capture?`,
  comparePair: 'Compare the two',
  openAsOne: 'Open as one',
  withOpen: (open: string): string => `Compare it with ${open}, or open it in a tab of its own?`,
  open: 'Open it',
  compare: 'Compare',
} as const;

/** What went wrong; `reason` is the system's. */
export const problems = {
  sample: 'The sample capture could not be read.',
  notOpened: 'That could not be opened.',
  gone: (name: string): string => `${name} is not there any more.`,
  noFile: (name: string): string => `There is no readable file in ${name}.`,
  notAnalysed: (name: string, reason: string): string => `${name} could not be analysed: ${reason}`,
  notCompared: (name: string, reason: string): string => `${name} could not be compared: ${reason}`,
  stopped: 'The analysis stopped unexpectedly.',
  fileGone: 'the file can no longer be read',
  stoppedBeforePacket: 'Reading was stopped before a packet was found.',
  unreadable: (file: string, reason: string): string => `${file} could not be read: ${reason}`,
  notShown: (file: string): string => `${file} can’t be shown.`,
} as const;

/** The report before it is saved. */
export const exporting = {
  title: 'Report',
  about: 'One HTML file without scripts; it opens in any browser and makes no requests.',
  both: (before: string, after: string): string => `${before} and ${after}`,
  language: 'Language of the report',
  redact: 'Redact addresses, MACs and host names',
  saveList: 'Save replacement list…',
  listTip: "The original of each replaced name: keep it, don't send it",
  save: 'Save…',
  savedAs: (file: string): string => `Saved as ${file}.`,
  notMade: (reason: string): string => `The report could not be made: ${reason}`,
  notSaved: (reason: string): string => `It could not be saved: ${reason}`,
  writing: 'Writing the report',
  preview: 'Preview of the report',
} as const;

/** What redaction replaces, and words of the user's own. */
export const redaction = {
  own: 'Words to replace',
  ownTip:
    'Names in chains, sets, comments and log prefixes stay as they are. Add those that give the customer away.',
  word: 'Word to replace',
  examples: 'customer, project',
  add: 'Add',
  replaced: 'Replaced words',
  stop: 'Stop replacing it',
  stopWord: (word: string): string => `Stop replacing ${word}`,
  found: 'Found in the bundle',
  replace: (word: string): string => `Replace ${word}`,
  all: (count: number): string => `Replaced (${count})`,
  search: 'Search the replacements',
  searchHint: 'Search',
  original: 'In the bundle',
  shown: 'In the report',
  more: (count: number): string => `and ${grouped(count)} more`,
} as const;

export const copy = 'Copy';
export const copied = 'Copied';
export const copyRefused = 'Not allowed';

/** The list of keys and of the filter's words. */
export const keys = {
  title: 'Keys and filter words',
  tip: 'Keys and filter words (?)',
  /** Each key and what it does. */
  keys: [
    ['/', 'Go to the filter'],
    ['↓', 'In the filter: what it may go on with; if empty, earlier filters'],
    ['Enter', 'In the filter: take what is chosen, or keep the filter in the history'],
    ['Escape', 'In the filter: clear it'],
    ['Alt ←, Alt →', 'Back and forward through filters'],
    ['Tab', 'Next pane or control'],
    ['↑ ↓ PgUp PgDn Home End', 'Move in a list or table'],
    ['← →', 'Choose a tab; move the bar between panes'],
    ['J, K', 'In the packet pane: next and previous packet'],
    ['N, M', 'In the packet pane: write a note, mark the packet'],
    ['?', 'This list'],
  ],
  /** Words of the filter and what they ask for. */
  words: [
    ['src 10.1.0.2   dst 10.2.0.0/24   host …', 'Address or prefix, before or after NAT; host: either end'],
    ['sport 45476   dport 8000-8100   port 53', 'Port or range; port: either end'],
    ['tcp   proto 132   ipv6', 'Protocol, family'],
    ['dropped   forwarded   incomplete   dead', 'How it ended; dead is dropped or rejected'],
    ['cause rp-filter   cause policy filter/FORWARD', 'Why it was dropped'],
    ['chain nat/KUBE-SVC-*   rule FORWARD 2', 'A chain, all that begin so, or a rule that it passed'],
    ['edge filter/FORWARD>filter/ALLOW', 'From one place to the next'],
    ['in eth0   out veth+   host r1', 'Interface (+ as in iptables), host'],
    [
      'flow tcp 10.1.0.2:45476>10.2.0.2:81',
      'A flow as the host first saw it; conversation: with its answers',
    ],
    ['ttl < 3   len > 1400   id 0x1a2b   seq …', 'Numbers of the header'],
    ['time 07:59:58..08:00:10   time > 08:00', 'When its first line was written'],
    ['syn   rst   flags syn,ack', 'TCP flags that are set'],
    ['snat   dnat 10.72.0.1', 'Translated; from or to that address'],
    ['packet 482   line kern.log:482   mark 0x64', 'One packet; the packet of a line; a mark'],
    ['not …   … and …   … or …   ( … )', 'As in tcpdump; also ! && ||'],
    ['anything else', 'Part of an address, port, interface or chain'],
  ],
  combined:
    'Side by side, words of one kind are alternatives, and words of different kinds must all hold. Wireshark’s and tcpdump’s usual words are understood, too:',
} as const;

/** The menu of the desktop application; `&` stands before the letter of the shortcut. */
export const menu = {
  file: '&File',
  openFiles: 'Open Files…',
  openFolder: 'Open Folder…',
  chooseFiles: 'Open files',
  chooseFolder: 'Open a folder',
  openRecent: 'Open Recent',
  noRecent: 'None',
  clearRecent: 'Clear Recent',
  openSample: 'Open Sample',
  compareFiles: 'Compare with Files…',
  compareFolder: 'Compare with Folder…',
  exportReport: 'Export Report…',
  saveCase: 'Save Case…',
  closeBundle: 'Close Bundle',
  view: '&View',
  theme: 'Theme',
  themes: { system: 'Like the System', light: 'Light', dark: 'Dark' },
  go: '&Go',
  back: 'Back',
  forward: 'Forward',
  filter: 'Filter',
  keys: 'Keys',
  saveReport: 'Save report',
  report: 'Report',
} as const;
