import type { Cause } from '../../model/cause.ts';
import type { Disposition } from '../../model/disposition.ts';
import type { Confidence } from '../../model/evidence.ts';
import { grouped } from '../../model/grouped.ts';
import type { TimelineItem } from '../../model/packet-story.ts';
import type { ComparedStep } from '../../model/diff.ts';
import type { MissingInput } from '../../model/journey.ts';
import { withoutRule } from './causes.ts';
import { listed } from './lists.ts';
import { request } from './missing.ts';
import { counted } from './numbers.ts';
import { hostName, noPacketDied, noTracedPackets } from './terms.ts';

/** Titles of the report's sections. */
export const sections = {
  own: 'Summary',
  answer: 'What happened',
  deadEnds: 'Dead ends',
  clues: 'Worth a look',
  kernelMessages: 'Kernel messages',
  asks: 'Please send us',
  graph: 'Packet paths',
  flows: 'Flows',
  routing: 'Routing decisions',
  rules: 'Rules and their hits',
  notes: 'Notes on the input',
  files: 'Files examined',
} as const;

/** Heads of columns. */
export const columns = {
  packets: 'Packets',
  cause: 'Cause',
  host: 'Host',
  flows: 'Flows',
  confidence: 'How sure',
  protocol: 'Protocol',
  from: 'From',
  sourcePort: 'Source port',
  to: 'To',
  rule: 'Rule',
  mismatch: 'What did not match',
  line: 'Line',
  step: 'Step',
  table: 'Table',
  chain: 'Chain',
  matched: 'Matched',
  ruleAndChanges: 'Rule, and what changed',
  verdict: 'Verdict',
  log: 'Log',
  text: 'Text',
  command: 'Command',
  on: 'On',
  shows: 'What it shows',
  kernelSays: 'What the kernel says',
  settles: 'What it settles',
  incoming: 'In',
  end: 'End',
  decision: 'Decision',
  counter: 'Counter',
  number: 'No.',
  kind: 'Kind',
  what: 'What',
  found: 'What the files show',
  where: 'Where',
  file: 'File',
  size: 'Size',
  lines: 'Lines',
  parsed: 'Parsed',
  notOurs: 'Other lines',
  notModelled: 'Not used',
  malformed: 'Malformed',
} as const;

export const kindOfReport = 'report';
/** The title of a report whose bundle is not to be named. */
export function redacted(kind: string): string {
  return `Redacted ${kind}`;
}

export const contents = 'Contents';
export const hosts = 'Hosts';
export const noHost = 'none';
export const traced = 'Traced';
export const examined = 'Examined';
export const report = 'Report';
export const local = 'local';
export const routing = 'routing';
export const howPacketsEnded = 'How the packets ended';
export const graphLegend =
  'From left to right in the order of the hooks; the thicker a line, the more packets took it. Red in it is the share that is dropped or rejected later, ✕ marks where; a dashed line, where the log lacks lines.';
export const flowTable = 'Flows';
export const nearMisses = 'Accept rules that came closest';
export const evidence = 'Evidence';
export const ambiguous = 'Another packet looks the same in the log; some of these lines may be its own.';
export const noRoutingDecision =
  'No routing decision can be replayed: no packet met one, or the bundle has no output of ip route.';
export const asksIntro = 'Each of these would settle a question that is open now.';
export const filesLegend =
  'Parsed: lines that Netopsy uses. Other lines: those of other programs, comments, headings. Not used: recognised, but no conclusion is drawn from them.';

/** The report's first sentence. */
export function headline(counts: {
  readonly packets: number;
  readonly dead: number;
  /** Of the dead: those for which that is not proven. */
  readonly possible: number;
  readonly open: number;
  readonly reasons: number;
  readonly allClear: boolean;
}): string {
  const { packets, dead, possible, open, reasons, allClear } = counts;
  if (packets === 0) return noTracedPackets;
  if (dead > 0) {
    const why = reasons > 1 ? `, for ${grouped(reasons)} reasons` : '';
    return `${deaths(packets, dead, possible)}${why}${possible === dead ? '; that is not proven' : ''}.`;
  }
  if (open === packets) return `How the ${counted(packets, 'packet')} ended is not known.`;
  return allClear ? noPacketDied : `No drop is known, but ${openEnds(open, packets)}`;
}

/** What is not proven is told apart from what is. */
function deaths(packets: number, dead: number, possible: number): string {
  const certain = dead - possible;
  const of = `of ${counted(packets, 'packet')}`;
  if (certain === 0) return `${grouped(dead)} ${of} may have been dropped or rejected`;
  const was = `${grouped(certain)} ${of} ${certain === 1 ? 'was' : 'were'} dropped or rejected`;
  return possible === 0 ? was : `${was}, possibly ${grouped(possible)} more`;
}

/** `2 possible`: how many of the packets in a table. */
export function ofThemPossible(count: number): string {
  return `${grouped(count)} possible`;
}

function openEnds(open: number, packets: number): string {
  return open === 0
    ? 'something is still open; see below.'
    : `how ${grouped(open)} of ${counted(packets, 'packet')} ended is not known.`;
}

/** Sentences for a reader who knows no chain. */
export function inPlainWords(facts: {
  readonly packets: number;
  readonly hosts: readonly string[];
  readonly byDisposition: ReadonlyMap<Disposition, number>;
  readonly biggest: { readonly cause: Cause; readonly packets: number } | null;
  readonly dead: number;
  readonly open: number;
  readonly byConfidence: ReadonlyMap<Confidence, number>;
  readonly missing: readonly MissingInput[];
}): string {
  const { packets, byDisposition, biggest, dead, open, missing } = facts;
  if (packets === 0) return 'Nothing can be said about packets without trace lines; see the notes below.';
  const where =
    facts.hosts.length > 3 ? `${grouped(facts.hosts.length)} hosts` : listed(facts.hosts.map(hostName));
  const through = (['forwarded', 'delivered', 'sent', 'queued'] as const).flatMap((name) => {
    const count = byDisposition.get(name) ?? 0;
    return count === 0 ? [] : [`${grouped(count)} ${count === 1 ? 'was' : 'were'} ${name}`];
  });
  const sentences = [`The log follows ${counted(packets, 'packet')} through ${where}.`];
  if (through.length > 0) sentences.push(`${listed(through)}.`);
  else if (dead === packets) sentences.push('None of them got through.');
  if (biggest !== null && dead > 0) {
    const reason = biggest.packets === dead ? 'Reason' : 'Most common reason';
    sentences.push(
      `${reason} (${counted(biggest.packets, 'packet')}): ${withinSentence(withoutRule(biggest.cause))}.`,
    );
    sentences.push(certainty(facts.byConfidence));
  }
  if (open > 0)
    sentences.push(
      `How ${counted(open, 'packet')} ended is not known: the log does not show it, so nothing is claimed.`,
    );
  if (missing.length > 0) {
    const severalHosts = new Set(missing.map(({ host }) => host)).size > 1;
    const shown = missing.slice(0, 3).map((each) => request(each, severalHosts));
    const more = missing.length > 3 ? [`${missing.length - 3} more (below)`] : [];
    sentences.push(`To settle what is open, please send the output of ${listed([...shown, ...more])}.`);
  }
  return sentences.join(' ');
}

function certainty(byConfidence: ReadonlyMap<Confidence, number>): string {
  const how = {
    observed: 'shown by the log itself',
    inferred: 'proven by another file in the bundle',
    possible: 'consistent with the evidence, but not proven',
  };
  const parts = [...byConfidence].filter(([, count]) => count > 0);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return `This is ${how[only[0]]}.`;
  return `Of these, ${listed(parts.map(([confidence, count]) => `${grouped(count)} ${count === 1 ? 'is' : 'are'} ${how[confidence]}`))}.`;
}

/** A sentence's beginning in lower case, for where it stands within another. */
function withinSentence(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1);
}

/** `Example: packet 47` */
export function example(packet: number): string {
  return `Example: packet ${grouped(packet)}`;
}

/** `On other hosts: had left gw-a via ens4; ...` */
export function onOtherHosts(notes: readonly string[]): string {
  return `On other hosts: ${notes.join('; ')}.`;
}

/** What a step of a packet's timeline met: `rule 3`, `handle 12`, `policy`, `end of chain`. */
export function met({
  at,
  number,
  handle,
  stepKind,
}: Pick<Extract<TimelineItem, { kind: 'step' }>, 'at' | 'number' | 'handle' | 'stepKind'>): string {
  switch (at) {
    case 'rule':
      return number !== null ? `rule ${number}` : handle !== null ? `handle ${handle}` : 'rule';
    case 'policy':
      return 'policy';
    case 'return':
      return 'end of chain';
    case 'unknown':
      return number === null ? stepKind : `${stepKind} ${number}`;
  }
}

/** Where tables leave something out. */
export const leftOut = {
  deadEnds: (count: number) => `Not shown: ${grouped(count)} more dead ends, each of fewer packets.`,
  messages: (count: number) => `Not shown: ${grouped(count)} more messages.`,
  clues: (count: number) => `Not shown: ${grouped(count)} more.`,
  flows: (count: number) => `Not shown: ${grouped(count)} more flows, each of fewer packets.`,
  rules: (count: number) => `Not shown: ${grouped(count)} more rules.`,
  steps: (count: number) => `Not shown: ${grouped(count)} steps after step 20.`,
  lines: (count: number) => `Not shown: ${grouped(count)} more lines.`,
  decisions: (count: number) => `Not shown: ${grouped(count)} more decisions.`,
  notReplayed: (count: number) => `Not replayed for this table: ${counted(count, 'packet')}.`,
  places: (count: number) => `Not in the graph: ${grouped(count)} places that few packets visited.`,
  edges: (count: number) => `Not shown: ${grouped(count)} more edges.`,
  hosts: (count: number) => `Not shown: ${grouped(count)} more hosts.`,
  rulesMet: (count: number) => `Not shown: ${grouped(count)} more rules that packets matched.`,
  idleChains: (count: number) => `Not shown: ${counted(count, 'chain')} that no packet met.`,
  files: (count: number) => `Not shown: ${grouped(count)} more files.`,
  notes: (count: number, kind: string) => `Not shown: ${grouped(count)} more notes of the kind ${kind}.`,
} as const;

/** `rule 3`, `policy`, `end of chain`: what a compared step met. */
export function metAlone({ stepKind, number, ruleText }: ComparedStep): string {
  if (ruleText !== null || stepKind === 'rule') return number === null ? 'rule' : `rule ${number}`;
  return stepKind === 'policy' ? 'policy' : 'end of chain';
}

/** `gw-a, gw-b and 3 more` */
export function hostList(names: readonly string[]): string {
  if (names.length === 0) return noHost;
  const shown = names.slice(0, 12).map(hostName).join(', ');
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}

/** `dead end 2`, a link to it. */
export function deadEndNumber(number: number): string {
  return `dead end ${number}`;
}

/** `Graph of gw-a`; null where the report has one host. */
export function graphOf(host: string | null): string {
  return host === null ? 'Graph' : `Graph of ${hostName(host)}`;
}

export function graphAsTable(host: string | null): string {
  return `${graphOf(host)}, as a table`;
}

/** What a graph is called for those who don't see it. */
export function graphNumbers(title: string): string {
  return `${title}: the table below it has the same numbers`;
}

export const families =
  'Chains that one program named by a pattern are drawn as one place; the table has each of them.';
export const rulesLegend =
  "Chains that packets met. Log: packets that matched, according to the log. Counter: the file's own counter, which may have begun earlier.";
export const largeRulesets = 'The rulesets are large: only rules that packets matched are shown.';
export const ruleNotShown = 'no ruleset in the bundle shows it';

export function policy(name: string | null): string {
  return `policy ${name ?? 'unknown'}`;
}

export function partial(packets: number): string {
  return `Stopped before everything was read: this report is of the part that was read (${counted(packets, 'packet')}).`;
}

export const footer = [
  'How sure a finding is. observed: the log itself shows the verdict. inferred: another file in the bundle proves it (a route, a sysctl, a counter, a capture). possible: consistent with the evidence, not proven. A packet whose end was not seen is called incomplete or unknown; nothing is claimed about it.',
  'A packet here is one packet on its way through one host. Lines are cited as file:line, counted from 1. Invisible characters are shown as a symbol or as their code.',
] as const;

export const whatRedactionKeeps =
  'Redacted. Addresses, MACs, host names, domains and e-mail addresses are replaced, each value always by the same substitute. What stays: which addresses share a prefix (of 16 bits or more; of 32 for IPv6), the first and the last address of a network, whether an address is private, link-local, multicast or of another special range, which MACs share a vendor; interfaces, tables, chains, sets, ports, marks, times and the text of comments and log prefixes.';

export function madeBy(version: string, created: string): string {
  return `Made by Netopsy ${version}, ${created}, from the files of the bundle alone.`;
}
