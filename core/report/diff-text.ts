import type { CaptureDiff, Change, FlowChange, FlowOutcome } from '../model/diff.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import { blamedChanges } from './diff-document.ts';
import { printedLines } from './visible.ts';

/** The comparison for a person at a terminal. Control characters of the bundles are replaced. */
export function diffText(diff: CaptureDiff, words: Words = english): string {
  return printedLines([
    ...summaryLines(diff),
    ...flowLines('Flows that ended otherwise', diff, ({ changed }) => changed, words),
    ...flowLines('Flows that took another way out', diff, ({ diverted }) => diverted, words),
    ...idleChangeLines(diff),
    ...oneSidedLines(diff, words),
    ...noteLines(diff),
  ]);
}

function summaryLines({ changes, flows }: CaptureDiff): string[] {
  const both = flows.filter(({ before, after }) => before !== null && after !== null);
  const changed = both.filter((flow) => flow.changed);
  const ends =
    changed.length === 0 ? 'none of them ended otherwise' : `${changed.length} of them ended otherwise`;
  return [
    changes.length === 0
      ? 'No change of the configuration'
      : `${changes.length} ${changes.length === 1 ? 'change' : 'changes'} of the configuration`,
    `${both.length} ${both.length === 1 ? 'flow' : 'flows'} in both captures, ${ends}`,
  ];
}

function flowLines(
  title: string,
  { flows, changes }: CaptureDiff,
  wanted: (flow: FlowChange) => boolean,
  words: Words,
): string[] {
  const shown = flows.filter(wanted);
  if (shown.length === 0) return [];
  const byId = new Map(changes.map((change) => [change.id, change]));
  return [
    '',
    title,
    ...shown.flatMap((flow) => [
      `  ${flowText(flow)}`,
      `    before  ${outcomeText(flow.before, words)}`,
      `    after   ${outcomeText(flow.after, words)}`,
      ...causedBy(flow, byId),
    ]),
  ];
}

function causedBy({ attribution, unattributed }: FlowChange, changes: ReadonlyMap<number, Change>): string[] {
  if (attribution === null) return [`    No change is blamed. ${unattributed ?? ''}`.trimEnd()];
  const word = attribution.proof === 'possible' ? 'Possibly by' : 'By';
  return [
    ...attribution.changes.map((id) => `    ${word} change ${changeText(changes.get(id))}`),
    `      ${attribution.summary}`,
  ];
}

function changeText(change: Change | undefined): string {
  if (change === undefined) return '';
  const { id, kind, host, detail, effect, before, after } = change;
  const at = after ?? before;
  return [
    `${id}: ${kind} ${detail}`,
    effect === null ? '' : ` (${effect})`,
    host === '' ? '' : `  on ${host}`,
    at === null ? '' : `  ${after === null ? 'before' : 'after'}:${at.file}:${at.line}`,
  ].join('');
}

function idleChangeLines({ changes, flows }: CaptureDiff): string[] {
  const blamed = blamedChanges(flows);
  const idle = changes.filter(({ id }) => !blamed.has(id));
  if (idle.length === 0) return [];
  return [
    '',
    'Changes that changed no flow of the captures',
    ...idle.map((change) => `  ${changeText(change)}`),
  ];
}

/** How many flows of one capture alone are named. */
const mostNamed = 10;

function oneSidedLines({ flows }: CaptureDiff, words: Words): string[] {
  return (['before', 'after'] as const).flatMap((side) => {
    const only = flows.filter((flow) => flow[side === 'before' ? 'after' : 'before'] === null);
    if (only.length === 0) return [];
    const more = only.length > mostNamed ? [`  and ${only.length - mostNamed} more`] : [];
    return [
      '',
      `Flows of the capture ${side} only`,
      ...only.slice(0, mostNamed).map((flow) => `  ${flowText(flow)}: ${outcomeText(flow[side], words)}`),
      ...more,
    ];
  });
}

function noteLines({ notes }: CaptureDiff): string[] {
  return notes.length === 0 ? [] : ['', 'Notes', ...notes.map((note) => `  ${note}`)];
}

function flowText({ flow }: FlowChange): string {
  const { protocol, src, sport, dst, dport, icmpType, inInterface, host } = flow;
  const from = sport === null ? src : `${src}:${sport}`;
  const to = dport === null ? dst : `${dst}:${dport}`;
  const by = inInterface === '' ? 'sent by the host' : `in by ${inInterface}`;
  const type = icmpType === null ? '' : ` type ${icmpType}`;
  return `${protocol}${type} ${from} > ${to}, ${by}${host === '' ? '' : ` on ${host}`}`;
}

function outcomeText(outcome: FlowOutcome | null, words: Words): string {
  if (outcome === null) return 'not in this capture';
  const { packets, disposition, byDisposition, cause, egress } = outcome;
  const count = `${packets} ${packets === 1 ? 'packet' : 'packets'}`;
  const others = Object.entries(byDisposition).filter(([name]) => name !== disposition);
  const mixed =
    others.length === 0 ? '' : ` (${others.map(([name, number]) => `${number} ${name}`).join(', ')})`;
  const to =
    egress === null
      ? ''
      : ` by ${egress.interface} to ${egress.dst}${egress.dport === null ? '' : `:${egress.dport}`}`;
  const why = cause === null ? '' : `: ${words.causes.summary(cause)}`;
  return `${count} ${disposition}${to}${mixed}${why}`;
}
