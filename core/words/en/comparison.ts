import type {
  Attribution,
  AttributionProof,
  CaptureDiff,
  CountedDrop,
  CaptureSide,
  Change,
  ChangeEffect,
  ChangeKind,
  DiffNote,
  FlowChange,
  FlowKey,
  FlowOutcome,
  Unattributed,
} from '../../model/diff.ts';
import { isDead } from '../../model/disposition.ts';
import { grouped } from '../../model/grouped.ts';
import { alikeSettings } from '../alike-settings.ts';
import { detail as detailText } from './changes.ts';
import { summary } from './causes.ts';
import { listed } from './lists.ts';
import { counted } from './numbers.ts';
import { socket } from './places.ts';
import { hostName } from './terms.ts';

/** Titles of the report's sections. */
export const sections = {
  answer: 'What changed',
  flows: 'Flows with another outcome',
  changes: 'Configuration changes',
  graph: 'Packet paths, before and after',
  rules: 'The rulesets, with their hits',
  otherFlows: 'All other flows',
  notes: 'Notes',
  filesBefore: 'Files examined, before',
  filesAfter: 'Files examined, after',
} as const;

/** Heads of columns and rows. */
export const columns = {
  flow: 'Flow',
  before: 'Before',
  after: 'After',
  cause: 'Cause',
  proof: 'How known',
  packets: 'Packets',
  host: 'Host',
  from: 'From',
  to: 'To',
  number: 'No.',
  kind: 'Kind',
  what: 'What',
  rule: 'Rule',
} as const;

export const kindOfReport = 'comparison';
export const report = 'Report';
export const notBefore = 'not there';
export const notAfter = 'gone';
export const noChangeBlamed = 'No change is blamed.';
export const divertedOnly = ', by another path';
export const notInThisCapture = 'not in this capture';
export const firstDifference = 'First difference';
export const countedDrops = 'Drops counted in between';

/** A line of the text: what a rule that drops, or a policy, counted. */
export function countedDrop({ host, table, chain, rule, packets, bytes }: CountedDrop): string {
  const who =
    rule === null
      ? `the policy of ${table}/${chain}`
      : `${rule.number === null ? 'a rule' : `rule ${rule.number}`} of ${table}/${chain} (${rule.text})`;
  return `${counted(packets, 'packet')}, ${counted(bytes, 'byte')}: ${who}${host === '' ? '' : ` on ${host}`}`;
}

export const withEffect = 'Changes that changed these flows';
export const withoutEffect = 'Changes that changed no flow in these captures';
export const otherPath = 'Flows that took another path';
export const graphLegend =
  '▲ a larger share of the packets than before, + new, ▼ a smaller share, − gone; white on red: packets are dropped here only now. Both graphs have the same layout.';
export const edgesAsTable = 'The edges that differ, as a table';
export const rulesLegend =
  'Chains that differ. Before and After: packets that matched, according to the log.';
export const rowStates = {
  same: '',
  added: '+ added',
  removed: '− removed',
  moved: '↕ moved',
  changed: '≠ changed',
} as const;

/** The report's first sentence: `3 of the 12 flows in both captures have another outcome.` */
export function headline(changed: number, both: number): string {
  if (both === 0) return 'The two captures have no flow in common.';
  const flows = `the ${counted(both, 'flow')} in both captures`;
  if (changed === 0) return `None of ${flows} has another outcome.`;
  return `${grouped(changed)} of ${flows} ${changed === 1 ? 'has' : 'have'} another outcome.`;
}

/** Sentences for a reader who knows no chain. */
export function inPlainWords({ changes, flows }: Pick<CaptureDiff, 'changes' | 'flows'>): string {
  const both = flows.filter(({ before, after }) => before !== null && after !== null).length;
  const changed = flows.filter((flow) => flow.changed || flow.diverted);
  const died = (flow: FlowChange, side: CaptureSide): boolean => {
    const outcome = flow[side];
    return outcome !== null && isDead(outcome.disposition);
  };
  const broken = changed.filter((flow) => died(flow, 'after') && !died(flow, 'before')).length;
  const healed = changed.filter((flow) => died(flow, 'before') && !died(flow, 'after')).length;
  const blamed = new Set(flows.flatMap(({ attribution }) => attribution?.changes ?? [])).size;
  const alone = flows.length - both;
  const sentences = [
    changes.length === 0
      ? 'No configuration change between the captures was found, as far as the bundles show.'
      : `${counted(changes.length, 'configuration change')} ${changes.length === 1 ? 'was' : 'were'} found.`,
  ];
  if (broken > 0)
    sentences.push(
      `${counted(broken, 'flow')} that got through before ${broken === 1 ? 'is' : 'are'} now dropped or rejected.`,
    );
  if (healed > 0)
    sentences.push(
      `${counted(healed, 'flow')} that ${healed === 1 ? 'was' : 'were'} dropped or rejected before now ${healed === 1 ? 'gets' : 'get'} through.`,
    );
  if (changes.length > 0 && changed.length > 0) sentences.push(explanation(blamed, changes.length));
  if (alone > 0)
    sentences.push(
      `${counted(alone, 'flow')} ${alone === 1 ? 'is' : 'are'} in one of the captures only and can't be compared.`,
    );
  return sentences.join(' ');
}

function explanation(blamed: number, changes: number): string {
  if (blamed === 0) return changes === 1 ? 'It does not explain that.' : 'None of them explains that.';
  if (changes === 1) return 'It explains that.';
  if (blamed === changes) return 'Together they explain that.';
  return `${grouped(blamed)} of them ${blamed === 1 ? 'explains' : 'explain'} that; the others made no difference to these packets.`;
}

/** The first two lines of the text: what was found. */
export function found({ changes, flows }: Pick<CaptureDiff, 'changes' | 'flows'>): readonly string[] {
  const both = flows.filter(({ before, after }) => before !== null && after !== null);
  const changed = both.filter((flow) => flow.changed).length;
  const outcomes = changed === 0 ? 'none has another outcome' : `${grouped(changed)} with another outcome`;
  return [
    changes.length === 0 ? 'No configuration change' : counted(changes.length, 'configuration change'),
    `${counted(both.length, 'flow')} in both captures, ${outcomes}`,
  ];
}

/** `Flows of the capture before only` */
export function onlyIn(side: CaptureSide): string {
  return side === 'before' ? 'Flows in the earlier capture only' : 'Flows in the later capture only';
}

export function more(count: number): string {
  return `and ${grouped(count)} more`;
}

/** `Before` and `After` as a line's first word in the text. */
export function outcomeLine(side: CaptureSide, outcome: FlowOutcome | null): string {
  return `${side === 'before' ? 'before ' : 'after  '} ${outcomeText(outcome)}`;
}

/** `tcp 10.1.0.2 > 10.2.0.2:80, in eth0 on gw` */
export function flow({ protocol, src, sport, dst, dport, icmpType, inInterface, host }: FlowKey): string {
  const from = socket({ address: src, port: sport });
  const to = socket({ address: dst, port: dport });
  const type = icmpType === null ? '' : ` type ${icmpType}`;
  return `${protocol}${type} ${from} > ${to}, ${incoming(inInterface)}${host === '' ? '' : ` on ${host}`}`;
}

/** `in eth0`, or for the host's own packets `sent by the host`. */
export function incoming(interfaceName: string): string {
  return interfaceName === '' ? 'sent by the host' : `in ${interfaceName}`;
}

/** `3 packets dropped (1 forwarded): Dropped by rule 2 of filter/FORWARD: ...` */
export function outcomeText(outcome: FlowOutcome | null): string {
  if (outcome === null) return notInThisCapture;
  const { packets, disposition, byDisposition, cause, egress } = outcome;
  const others = Object.entries(byDisposition).filter(([name]) => name !== disposition);
  const mixed =
    others.length === 0 ? '' : ` (${others.map(([name, number]) => `${number} ${name}`).join(', ')})`;
  const to = egress === null ? '' : ` ${outgoing(egress)}`;
  const why = cause === null ? '' : `: ${summary(cause)}`;
  return `${counted(packets, 'packet')} ${disposition}${to}${mixed}${why}`;
}

/** How a change's blame is known, in a word. */
export function proof(of: AttributionProof): string {
  return of;
}

/** `out eth1 to 10.2.0.2:80` */
export function outgoing({ interface: dev, dst, dport }: NonNullable<FlowOutcome['egress']>): string {
  return `out ${dev} to ${socket({ address: dst, port: dport })}`;
}

/** `rule removed` */
export function changeKind(kind: ChangeKind): string {
  return kind.replaceAll('-', ' ').replace('ip rule', 'FIB rule');
}

/** `Cause: change 2, rule removed: filter/FORWARD position 5: ...` */
export function causedBy(change: Change, proof: AttributionProof): string {
  return `${proof === 'possible' ? 'Possible cause' : 'Cause'}: change ${changeText(change)}`;
}

/** `2, rule removed: filter/FORWARD position 5: -A FORWARD ...  on gw  after:iptables-save.txt:9` */
export function changeText({ id, kind, host, detail, effect, before, after }: Change): string {
  const at = after ?? before;
  return [
    `${id}, ${changeKind(kind)}: ${detailText(detail)}`,
    effect === null ? '' : ` (${effectText(effect)})`,
    host === '' ? '' : `  on ${host}`,
    at === null ? '' : `  ${after === null ? 'before' : 'after'}:${at.file}:${at.line}`,
  ].join('');
}

/** What a change does to packets where its line alone does not tell. */
export function effectText(effect: ChangeEffect): string {
  switch (effect.kind) {
    case 'later-interfaces':
      return 'for interfaces created later';
    case 'effective-setting':
      return effect.devices.length === 0
        ? `the effective ${effect.setting} is as before, with conf.all and the interface taken together`
        : alikeSettings(effect.devices)
            .map(
              ([{ before, after }, devices]) =>
                `the effective ${effect.setting} of ${listed(devices)} was ${before}, now ${after}`,
            )
            .join('; ');
    case 'fleeting-elements':
      return 'its elements may come and go by themselves';
    case 'source-rewritten':
      return 'packets may leave with another source address, and answers not come back; a trace ends before the source is rewritten';
  }
}

/** How a change's blame is known, as a clause. */
export function proofMeaning(proof: AttributionProof): string {
  switch (proof) {
    case 'replayed':
      return 'proven by replay';
    case 'named':
      return 'the cause itself names what changed';
    case 'possible':
      return 'consistent with the evidence, not proven';
  }
}

/** What a replay showed, as sentences without the last full stop. */
export function attribution({ changes, besides, proof }: Attribution): string {
  const those = changeNumbers(changes);
  if (proof === 'named') return `The cause itself names what ${those} touched`;
  const applying = `Replay: applying only ${those} to the earlier configuration gives the later outcome`;
  const reverting =
    besides.length === 0
      ? `; reverting ${changes.length === 1 ? 'it' : 'them'} in the later one restores the earlier outcome`
      : `; to restore the earlier outcome, ${changeNumbers(besides)} would have to be reverted too`;
  return `${applying}${reverting}${proof === 'possible' ? '. This rests on what the bundles do not show' : ''}`;
}

function changeNumbers(ids: readonly number[]): string {
  return `${ids.length === 1 ? 'change' : 'changes'} ${listed(ids.map(String))}`;
}

/** Why no change is blamed, as a sentence without its full stop. */
export function unattributed(why: Unattributed): string {
  switch (why) {
    case 'nothing-changed':
      return 'Nothing in the configuration changed';
    case 'not-shown':
      return 'Replaying the packets of both captures through both configurations does not show which change it comes from';
    case 'host-of-one-capture':
      return 'The host is in one of the captures only';
  }
}

function namedIn(host: string): string {
  return host === '' ? 'has no name' : `is called ${host}`;
}

/** What makes the comparison less than certain, as a sentence without its full stop. */
export function note(about: DiffNote): string {
  switch (about.kind) {
    case 'renamed-host':
      return `The host ${namedIn(about.before)} in the earlier capture and ${namedIn(about.after)} in the later one; taken for the same host, as each capture has only one`;
    case 'host-of-one-capture':
      return `The host ${hostName(about.host)} is ${onlyThere(about.side)}: not compared`;
    case 'table-of-one-capture':
      return `The table ${about.table} is ${onlyThere(about.side)}: not compared`;
    case 'listing-and-dump':
      return `The table ${about.table} is a listing in one capture and a dump in the other: rules that they print differently may look changed`;
    case 'routes-of-one-capture':
      return `The routes of table ${about.table} are ${onlyThere(about.side)}: not compared`;
    case 'fib-rules-of-one-capture':
      return `The ${about.family} FIB rules (ip rule) are ${onlyThere(about.side)}: not compared`;
    case 'part-of-one-capture':
      return `The ${partNames[about.part]} are ${onlyThere(about.side)}: not compared`;
  }
}

const partNames = {
  links: 'interfaces',
  addresses: 'addresses',
  sysctls: 'sysctls',
  ipsets: 'sets (ipset)',
} as const;

function onlyThere(side: CaptureSide): string {
  return side === 'before' ? 'in the earlier capture only' : 'in the later capture only';
}

/** `Both journeys step by step: packet 3 before, packet 5 after` */
export function bothJourneys(before: number, after: number): string {
  return `Both journeys step by step: packet ${grouped(before)} before, packet ${grouped(after)} after`;
}

/** `To restore the earlier outcome, these would have to be reverted too: 3, 5` */
export function besides(ids: readonly number[]): string {
  return `To restore the earlier outcome, these would have to be reverted too: ${ids.join(', ')}`;
}

/** Where a change's lines are shown: `before: ...` */
export function sideLabel(side: CaptureSide): string {
  return side === 'before' ? 'before: ' : 'after: ';
}

/** `Graph of gw before` */
export function graphOf(host: string | null, side: CaptureSide): string {
  return `Graph${host === null ? '' : ` of ${hostName(host)}`} ${side}`;
}

/** Where tables leave something out. */
export const leftOut = {
  changedFlows: (count: number) => `Not shown: ${grouped(count)} more flows with another outcome.`,
  flows: (count: number) => `Not shown: ${grouped(count)} more flows, each of fewer packets.`,
  steps: (count: number) => `Not shown: ${grouped(count)} more steps.`,
  changes: (count: number) => `Not shown: ${grouped(count)} more changes.`,
  places: (count: number) => `Not in the graphs: ${grouped(count)} places that few packets visited.`,
  edges: (count: number) => `Not shown: ${grouped(count)} more edges.`,
  rulesOf: (count: number, chain: string) => `Not shown: ${grouped(count)} more rules of ${chain}.`,
  sameChains: (count: number) =>
    `Not shown: ${counted(count, 'chain')} that ${count === 1 ? 'is' : 'are'} the same in both.`,
} as const;
