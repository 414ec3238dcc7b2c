import {
  type Analysis,
  commandLine,
  commandOf,
  deadEndOf,
  editTools,
  type FixedDeadEnd,
  type Fixer,
  fixer,
  isDead,
  isRefusedChange,
  packetQuery,
  type PacketWords,
  portsAt,
  readEditedFile,
  type RefusedChange,
  ruleAbout,
  simulateAfter,
  sourceInMemory,
  type Trial,
  tryOut,
  type TypedChange,
  type WhatIf,
  whatIfDocument,
  walkedTimeline,
  whatTrialShows,
} from '../../core/index.ts';
import { words } from '../language.ts';
import type { RefusedTry, Requests, SentPacket, ShownTry, TryAsk } from './protocol.ts';

/** The walks of one capture serve all questions about it. */
const fixers = new WeakMap<Analysis, Fixer>();

/** What would let the dead end of a packet (from 1) pass. */
export function fixesOf(analysis: Analysis, packet: number): FixedDeadEnd | null {
  const end = deadEndOf(analysis, packet - 1);
  if (end < 0) return null;
  const known = fixers.get(analysis) ?? fixer(analysis);
  fixers.set(analysis, known);
  return known.fixDeadEnd(end, packet - 1);
}

/** Changes that were tried on a capture, with what they show. */
export interface Tried {
  readonly trial: Trial;
  readonly whatIf: WhatIf;
}

/** Walks the packets through edited files and commands; or the first of them that the host would refuse. */
export async function tried(analysis: Analysis, { files, lines }: TryAsk): Promise<Tried | RefusedTry> {
  const changes: TypedChange[] = [];
  for (const { path, host, text } of files) {
    const records = await readEditedFile([sourceInMemory(path, text)]);
    if (records === null)
      return { kind: 'refused', path, line: 1, text: '', says: words.whatIf.fileWithout(path), at: null };
    changes.push({ kind: 'file', host, path, records });
  }
  for (const [line, { text, host }] of lines.entries()) {
    const command = commandOf(text, host);
    if (command === null)
      return {
        kind: 'refused',
        path: null,
        line,
        text,
        says: words.whatIf.noTool(text, editTools),
        at: null,
      };
    changes.push(command);
  }
  const trial = tryOut(analysis, changes);
  if (!isRefusedChange(trial)) return { trial, whatIf: whatTrialShows(trial) };
  return refusedTry(trial, files);
}

function refusedTry({ id, text, refused, at, line }: RefusedChange, files: TryAsk['files']): RefusedTry {
  const says = words.whatIf.whyRefused(refused);
  const file = files[id - 1];
  if (file === undefined) return { kind: 'refused', path: null, line: id - 1 - files.length, text, says, at };
  return { kind: 'refused', path: file.path, line: line?.line ?? 1, text: line?.text ?? '', says, at };
}

/** What tried changes show, for the page. */
export function shownTry({ whatIf }: Tried): ShownTry {
  return { kind: 'tried', found: words.whatIf.found(whatIf), document: whatIfDocument(whatIf, words) };
}

/** Commands about a packet (from 1) to begin with: what would let it pass, or, of one that lives, what would drop it. */
export function beginningFor(analysis: Analysis, packet: number): readonly string[] {
  const fix = fixesOf(analysis, packet)?.fixes[0];
  if (fix !== undefined) return fix.commands.map(commandLine);
  if (deadEndOf(analysis, packet - 1) >= 0) return [];
  const command = ruleAbout(analysis, packet - 1);
  return command === null ? [] : [commandLine(command)];
}

/** The form's words as options of `netopsy simulate`. */
export function sentWords({ in: device, host: _, icmpType, ...said }: SentPacket): PacketWords {
  const filled = Object.entries({ ...said, 'icmp-type': icmpType }).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(filled), ...(device === '' ? { local: true } : { in: device }) };
}

/** Where a packet would go that nobody has sent, on the host as it is or without rules. */
export function sentPacket(
  analysis: Analysis,
  { packet: { host, ...said }, without }: Requests['sendPacket']['ask'],
): Requests['sendPacket']['answer'] {
  const packet = packetQuery(sentWords({ host, ...said }));
  if ('wrong' in packet) return { wrong: words.commandFaults.queryFault(packet.wrong) };
  const changes = without.flatMap((command) => commandOf(command, host) ?? []);
  const sent = simulateAfter(analysis, host, changes, packet);
  if (isRefusedChange(sent)) return { wrong: words.whatIf.whyRefused(sent.refused) };
  const { ways, complete, presumed } = sent;
  return {
    ways: ways.map((way) => ({
      summary: words.simulation.end(way.end),
      dead: isDead(way.disposition),
      assumes: way.assumes.map(words.simulation.assumption),
      timeline: walkedTimeline(way),
    })),
    presumed: presumed.map(words.simulation.assumption),
    complete,
  };
}

/** A packet (from 1) of the capture as the form has it. */
export function wordsOfPacket({ events, journeys }: Analysis, packet: number): SentPacket {
  const event = journeys.first[packet - 1] ?? 0;
  const header = events.header[event] ?? 0;
  const identity = events.identity[event] ?? 0;
  const { headers, identities, names, places } = events;
  const name = (column: ArrayLike<number>): string => names[column[header] ?? 0] ?? '';
  const proto = names[identities.protocol[identity] ?? 0] ?? '';
  const { sport, dport } = portsAt(events, event);
  const flags = identities.tcpFlags[identity] ?? 0;
  const mark = headers.mark[header] ?? 0;
  return {
    host: places[events.place[event] ?? 0]?.host ?? '',
    in: name(headers.inInterface),
    src: name(headers.src),
    dst: name(headers.dst),
    proto,
    sport: sport === null ? '' : String(sport),
    dport: dport === null ? '' : String(dport),
    icmpType: '',
    state: proto === 'tcp' && (flags & 0x12) !== 0x02 ? 'ESTABLISHED' : 'NEW',
    mark: mark === 0 ? '' : `0x${mark.toString(16)}`,
  };
}
