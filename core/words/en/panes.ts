import { grouped, percent } from '../../model/grouped.ts';
import { counted } from './numbers.ts';

/** Labels of the window's panes and tables. */

export const host = 'Host';
export const unnamedHost = 'unnamed host';
export const none = 'none';
export const routing = 'routing';
export const policy = 'policy';
export const before = 'before';
export const after = 'after';
export const endOfChain = 'end of chain';
export const endOfChainPolicy = 'end of chain: policy';
export const noRulesetShowsIt = ', no ruleset shows it';
export const clearFilter = 'Clear the filter';

/** `of 1,204 packets`; completes a smaller count. */
export function ofPackets(count: number): string {
  return `of ${counted(count, 'packet')}`;
}

/** `of 1,204` */
export function ofAll(count: number): string {
  return `of ${grouped(count)}`;
}

export function selected(packets: number): string {
  return `${counted(packets, 'packet')} selected`;
}

export function policyOf(name: string | null): string {
  return `policy ${name ?? 'not known'}`;
}

export function handle(number: number): string {
  return `handle ${number}`;
}

/** A rule that is known by its number alone: `rule 3`. */
export function numbered(kind: string, number: number | null): string {
  return `${kind} ${number ?? ''}`.trim();
}

export function showLine(at: string): string {
  return `Show ${at}`;
}

export function andMore(count: number): string {
  return `and ${grouped(count)} more`;
}

/** No packet has it, in any capture of this kind. */
export function fitsNothing(term: string): string {
  return `Nothing in this capture fits “${term}”.`;
}

export function tooManyConditions(most: number): string {
  return `Only the first ${most} conditions are used.`;
}

/** What the bars between panes are between. */
export const between = {
  graphAndPacket: 'Between graph and packet',
  graphAndJourneys: 'Between graph and journeys',
  deadEndsAndGraph: 'Between dead ends and graph',
  packetAndEvidence: 'Between packet and evidence',
  graphsAndFlow: 'Between graphs and flow',
  changesAndGraphs: 'Between changed flows and graphs',
  flowAndEvidence: 'Between flow and evidence',
} as const;

export const tabs = {
  label: 'Flow, rules and files',
  graph: 'Graph',
  table: 'Table',
  rules: 'Rules',
  files: 'Files',
  compared: 'Graphs, changes and rules',
  graphs: 'Graphs',
  changes: 'Changes',
  flows: 'All flows',
} as const;

/** The line over all panes. */
export const summary = {
  quality: 'trace quality:',
  noNotes: 'no notes',
} as const;

export const filterField = {
  label: 'Filter',
  placeholder: 'Filter: dport 8081 and (dropped or rejected)',
  suggestions: 'The filter may go on with',
  back: 'Back',
  backTip: 'Back (Alt ←)',
  forward: 'Forward',
  forwardTip: 'Forward (Alt →)',
  clearTip: 'Clear (Escape)',
  copy: 'Copy the filter',
} as const;

export const deadEnds = {
  title: 'Dead ends',
  endings: 'How packets ended',
} as const;

export const packet = {
  title: 'Packet',
  numbered: (number: number): string => `Packet ${grouped(number)}`,
  copyStory: "Copy the packet's story as text",
  previous: 'Previous packet',
  previousTip: 'Previous packet (K)',
  next: 'Next packet',
  nextTip: 'Next packet (J)',
  story: 'Story of the packet',
  nothing: 'No packet is chosen. Choose one in Journeys.',
  filterForFlow: 'Filter for this flow',
  elsewhere: 'On other hosts',
  show: (number: number): string => `Show packet ${grouped(number)}`,
  nearMisses: 'Near misses',
} as const;

export const journeys = {
  title: 'Journeys',
  time: 'time',
  uptime: 'uptime',
  uptimeTip: 'Seconds since the host’s boot',
  steps: 'steps',
  end: 'end',
  nothing: 'No packet fits this filter.',
  columns: 'Columns…',
} as const;

export const evidence = {
  title: 'Evidence',
  copyLine: 'Copy the line with its place',
  nothing: 'Choose a packet, a rule or a step: its line is shown here, in its file.',
  linesOf: (file: string): string => `Lines of ${file}`,
} as const;

export const rules = {
  label: 'Rules',
  packets: 'packets',
  counter: 'counter',
  counterTip: "The counter in the ruleset's file",
  chain: 'chain',
  number: 'no.',
  rule: 'rule',
  filterTip: 'Filter for the packets that it matched',
  find: 'Find rules',
  findHint: 'Find in rules',
  which: 'Which rules',
  all: 'All rules',
  hit: 'With hits',
  notHit: 'Without hits',
  never: (count: number): string => `Never match (${grouped(count)})`,
  neverMark: 'never matches',
  noneFits: 'No rule fits.',
  noRuleset: 'There is no ruleset in the bundle. Ask for the output of: iptables-save -c',
  noRules: 'The ruleset of the bundle has no rules.',
} as const;

export const files = {
  title: 'Files',
  kernelMessages: 'Messages of the kernel',
  general: 'About the whole bundle',
  file: 'File',
  kind: 'Kind',
  size: 'Size',
  parsed: 'Parsed',
  notOursTip: 'Lines of other programs, comments, headings',
  notModelledTip: 'Recognised, but no conclusion is drawn from them',
  malformed: 'Malformed',
  line: (number: number): string => `line ${number}`,
  moreNotes: (count: number): string => `and ${grouped(count)} more like these`,
  leftOut: {
    'symbolic-link': 'a symbolic link: not followed',
    'not-a-file': 'not a regular file',
    unreadable: 'could not be read',
    'too-many-files': 'one file too many',
  },
} as const;

/** What to ask the customer for. */
export const asks = {
  trace:
    'A kernel log with TRACE: lines. They come from a TRACE rule in the raw table, and only on hosts with iptables-legacy do they go to the kernel log.',
  copyCommand: 'Copy the command',
  copyThis: (command: string): string => `Copy the command ${command}`,
  copyAll: 'Copy all commands',
} as const;

export const graph = {
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit',
  fitTip: 'Show the whole graph',
  fitBothTip: 'Show the whole graphs',
  allHosts: 'All hosts',
  label: (packets: number): string =>
    `Graph of ${counted(packets, 'packet')}; the tab Table has the same as text`,
  labelOf: (side: 'before' | 'after'): string =>
    `Graph of the capture ${side}; the tab Table has the same as text`,
  packetsOn: (packets: number, all: number, side: 'before' | 'after'): string =>
    `${counted(packets, 'packet')} ${side} (${percent(packets, all)} of ${grouped(all)})`,
  gained: '▲ larger share of packets, + new',
  fewer: '▼ smaller share, − gone',
  newDeath: '✕ dropped only now',
  families: 'Families of chains',
  fold: 'Draw them as one place again',
  unfold: 'Draw each of these chains',
  drawEach: 'Draw each',
  chainsOf: (family: string): string => `Chains of ${family}`,
  findChain: 'Find a chain',
  noSuchChain: 'No chain has that in its name.',
} as const;

export const edges = {
  from: 'From',
  to: 'To',
  packets: 'Packets',
  traversals: 'Traversals',
  filter: 'Filter',
  filterOne: 'filter',
  filterTip: (from: string, to: string): string => `Filter for packets from ${from} to ${to}`,
} as const;

/** Two captures side by side. */
export const comparison = {
  of: (first: string, second: string): string => `Comparison of ${first} and ${second}`,
  swap: 'Swap sides',
  swapTip: 'What was before becomes after',
  end: 'Close comparison',
  changedOf: (changed: number, all: number): string =>
    `${counted(changed, 'flow')} changed of ${grouped(all)}`,
  changed: (flows: number): string => `${counted(flows, 'flow')} changed`,
  configuration: (changes: number): string => `${counted(changes, 'change')} of the configuration`,
  idle: (changes: number): string => `${grouped(changes)} of them changed no flow`,
  packets: (earlier: number, later: number): string =>
    `${counted(earlier, 'packet')} before, ${counted(later, 'packet')} after`,
  stopped: 'stopped early: not all was read',
  changedFlows: 'Changed flows',
  unchangedFlows: 'Changed no flow of these captures',
  sameConfiguration:
    'Rules, sets, ip rules, routes, addresses, links and the sysctls that matter to packets are the same in both captures, as far as both have them.',
  noChangedFlow: 'No flow has another outcome.',
  butConfiguration: 'The configuration changed all the same: see Changes.',
  ofOneCapture: (flows: number): string => `${counted(flows, 'flow')} of one capture only: see All flows.`,
  cause: 'cause',
  flow: 'Flow',
  bothJourneys: 'Both journeys of the flow',
  chooseFlow: 'Choose a flow: its packets of both captures are shown here side by side.',
  packet: (number: number): string => `packet ${grouped(number)}`,
  noFlows: 'Neither capture has a packet.',
  before: 'Before',
  after: 'After',
  difference: 'Difference',
  packetsColumn: 'Packets',
  moreFlows: (count: number): string => `${counted(count, 'more flow')}: netopsy diff --json has them all.`,
  new: 'new',
  gone: 'gone',
  matchedTip: 'Packets that matched, by the log',
  what: 'what',
  rulesets: 'Both rulesets',
  noRulesets: 'Neither bundle has a ruleset. Ask for the output of: iptables-save -c',
  onlyDifferent: 'only what differs',
  sameRulesets: 'The rulesets are the same.',
  states: { same: '', added: '+ added', removed: '− removed', moved: '↕ moved', changed: '≠ changed' },
} as const;
