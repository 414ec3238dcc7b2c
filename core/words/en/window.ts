import type { Disposition } from '../../model/disposition.ts';
import { grouped } from '../../model/grouped.ts';
import { counted } from './numbers.ts';
import { noPacketDied } from './terms.ts';

/** The tab, and the heading, of what to ask the customer for. */
export const needed = 'Needed';
export const nothingNeeded = 'Nothing is missing that would settle an open question about these packets.';
export const partialCounts = 'first part of the log only';
export const stoppedEarly = 'stopped early: not everything was read';
export const readingRest = 'first part of the log only; the rest is being read';
export const noDeadEndsYet = 'No drop in the first part of the log; the rest is being read.';
export const nothingToDraw = 'Nothing to draw.';
export const nothingToCount = 'Nothing to count.';
export const noRuleset = 'no ruleset in the bundle';
export const noPacketOfFlow = 'This capture has no packet of the flow.';
export const difference = 'What made the difference';
export const nearMisses = 'Accept rules that came closest';
export const noPacket = 'no packet';

/** Fields of a packet's header, and what NAT made of them. */
export const header = 'Header';
/** A flow and its answers. */
export const conversation = 'Conversation';
export const conversationTip = 'Filter for this flow and its answers, before and after NAT';

/** Of packets on an edge. */
export function dieLater(dying: number, packets: number): string {
  if (dying === packets) return packets === 1 ? 'it is dropped later' : 'all are dropped later';
  return `${grouped(dying)} of them ${dying === 1 ? 'is' : 'are'} dropped later`;
}

/** Of packets that died: `to tcp 8081, udp 53 and 3 more`. */
export function toTargets(targets: readonly { readonly name: string }[]): string {
  const names = targets.slice(0, 3).map(({ name }) => name);
  const rest = targets.length - names.length;
  return `to ${names.join(', ')}${rest > 0 ? ` and ${grouped(rest)} more` : ''}`;
}

/** What the graph's colours and widths mean. */
export const legend = { goesOn: 'goes on', dies: 'dropped later', death: 'dropped here' } as const;
/** Whose ways the graph shows. */
export const scope = {
  label: 'What is drawn',
  all: 'All packets',
  selection: 'Only the selection',
  packet: 'Only this way',
  way: 'Way',
  wayTip: 'Show the path of the open packet',
} as const;

export const saveRows = 'Save packets…';
export const asCsv = 'As a table (CSV)';
export const asNdjson = 'As JSON, one packet a line (NDJSON)';
export const asPcapng = 'As a capture, headers only (pcapng)';
/** The strip of packets over time. */
export const when = 'When';

export function overTime(from: string, to: string): string {
  return `Packets over time, from ${from} to ${to}, by how they ended; the filter word time narrows to a span`;
}

export const readingLine = 'reading …';
export const wholeLines = 'Whole lines';
export const wholeLinesTip = 'Show the time and the program that each line begins with';

export function filterFor(filter: string): string {
  return `Filter for ${filter}`;
}

/** `4 things needed` */
export function thingsNeeded(count: number): string {
  return `${counted(count, 'thing')} needed`;
}

/** Of a list without dead ends: whether that is good news. */
export function noDeadEnds(open: number, allClear: boolean): string {
  if (open > 0)
    return `No drop is known, but how ${counted(open, 'packet')} ended is not known. See Needed for what would tell.`;
  return allClear ? noPacketDied : 'No drop is known, but not every end is certain.';
}

/** What each disposition means, as a tip. */
export function dispositionMeaning(disposition: Disposition): string {
  switch (disposition) {
    case 'forwarded':
      return 'left by another interface';
    case 'delivered':
      return 'delivered to this host';
    case 'sent':
      return 'sent by this host';
    case 'dropped':
      return 'dropped here';
    case 'rejected':
      return 'dropped here, and an answer was sent';
    case 'queued':
      return 'handed to a program (NFQUEUE)';
    case 'incomplete':
      return 'lines are missing from the log: the end is not known';
    case 'unknown':
      return 'the log does not show the end';
  }
}

export function more(count: number): string {
  return `${grouped(count)} more`;
}

export function chains(count: number): string {
  return counted(count, 'chain');
}

export function rules(count: number): string {
  return counted(count, 'rule');
}

export function changes(count: number): string {
  return counted(count, 'change');
}

export function notes(count: number): string {
  return counted(count, 'note');
}

/** An outcome in a list of flows: `dropped: dropped by policy filter/FORWARD`. */
export function outcome(disposition: Disposition, cause: string): string {
  return cause === '' ? disposition : `${disposition}: ${cause.slice(0, 1).toLowerCase()}${cause.slice(1)}`;
}

export function replacements(count: number): string {
  return counted(count, 'replacement');
}

/** Gives a pane all of the window; `title` is the pane's own. */
export function maximisePane(title: string): string {
  return `Maximise ${title}`;
}

export function restorePane(title: string): string {
  return `Give ${title} its place again (Esc)`;
}

/** The graph as a file. */
export const saveGraph = {
  title: 'Save…',
  svg: 'As a drawing (SVG)',
  png: 'As an image (PNG)',
  tooLarge: 'This graph is too large for an image; a drawing (SVG) has no such limit.',
} as const;
