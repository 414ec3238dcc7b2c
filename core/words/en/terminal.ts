import type { FlowCount } from '../../model/analysis.ts';
import type { LineCounts } from '../../model/artifact.ts';
import type { Cause } from '../../model/cause.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Disposition } from '../../model/disposition.ts';
import type { EndNote } from '../../model/end-note.ts';
import type { LineRef } from '../../model/evidence.ts';
import { grouped } from '../../model/grouped.ts';
import type { MissingInput, NearMiss } from '../../model/journey.ts';
import { deadEnd as deadEndSentence, remedy as remedySentence } from './causes.ts';
import { note as endNote } from './endings.ts';
import { message } from './diagnostics.ts';
import { listed } from './lists.ts';
import { mismatch } from './mismatches.ts';
import { settles, what } from './missing.ts';
import { counted } from './numbers.ts';
import { ruleOrPolicy, socket } from './places.ts';
import { hostName } from './terms.ts';

/** Headings of the parts of the text. */
export const deadEnds = 'Dead ends';
export const openEnds = 'Open ends';
export const clues = 'Worth a look';
export const kernelMessages = 'Kernel messages';
export const betweenHosts = 'Between the hosts';
export const missing = 'Please send';
export const notes = 'Notes';
export const files = 'Files';

export const partial = 'Stopped before everything was read: the counts are of the part that was read.';

/** `5 packets on gw-a, gw-b: 3 forwarded, 2 dropped` */
export function counts(
  packets: number,
  hosts: readonly string[],
  byDisposition: readonly (readonly [Disposition, number])[],
): string {
  const ends = byDisposition.flatMap(([name, count]) => (count > 0 ? [`${grouped(count)} ${name}`] : []));
  return `${counted(packets, 'packet')} on ${hosts.map(hostName).join(', ')}: ${ends.join(', ')}`;
}

/** Stands after what is said of a host; nothing for one without a name. */
export function onHost(host: string): string {
  return host === '' ? '' : `  on ${host}`;
}

/** A dead end's first line, after its count. */
export function deadEnd(cause: Cause, variants: number, host: string): string {
  return `${deadEndSentence(cause, variants)}  [${cause.confidence}]${onHost(host)}`;
}

export function remedy(cause: Cause): string {
  return `remedy: ${remedySentence(cause)}`;
}

export function flow({ protocol, src, sport, dst, dport, packets }: FlowCount): string {
  const from = socket({ address: src, port: sport });
  return `${protocol} ${from} > ${socket({ address: dst, port: dport })}  ${grouped(packets)}`;
}

export function moreFlows(count: number): string {
  return `and ${counted(count, 'more flow')}`;
}

export function nearMiss({ table, chain, number, failed, text }: NearMiss): string {
  const place = number === null ? `${table}/${chain}` : ruleOrPolicy({ table, chain, rule: number });
  return `near miss: ${text}  (${place}): ${mismatch(failed)}`;
}

/** Where in the log the dead end can be looked up. */
export function lastLine({ file, line }: LineRef, packet: number): string {
  return `${file}:${line}: the last line of packet ${packet}`;
}

/** An open end, after its count; null where only its disposition tells of it. */
export function openEnd(note: EndNote | null, disposition: Disposition): string {
  return note === null ? `The end is ${disposition}` : endNote(note);
}

export function more(count: number): string {
  return `and ${grouped(count)} more`;
}

export function moreOpenEnds(packets: number): string {
  return `and ${counted(packets, 'packet')} for other reasons`;
}

/** `iptables-save -c on gw-a: the ruleset, to settle which rules ...` */
export function request(input: MissingInput): string {
  const where = input.host === '' ? '' : ` on ${input.host}`;
  return `${input.command}${where}: ${what(input)}, to settle ${settles(input)}`;
}

export function diagnostic(note: Diagnostic): string {
  const { severity, code, file, line } = note;
  const where = file === null ? '' : `${file}${line === null ? '' : `:${line}`}: `;
  return `${severity} ${code}: ${where}${message(note)}`;
}

/** `kern.log: kernel-log, lines: 12 parsed, 3 others` */
export function file(path: string, kind: string, lines: LineCounts): string {
  const read = [
    `${grouped(lines.parsed)} parsed`,
    `${grouped(lines.notOurs)} others`,
    ...(lines.notModelled > 0 ? [`${grouped(lines.notModelled)} recognised but not used`] : []),
    ...(lines.malformed > 0 ? [`${grouped(lines.malformed)} malformed`] : []),
  ];
  return `${path}: ${kind}, lines: ${listed(read)}`;
}
