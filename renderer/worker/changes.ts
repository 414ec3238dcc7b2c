import {
  type Analysis,
  commandOf,
  deadEndOf,
  type FixedDeadEnd,
  type Fixer,
  fixer,
  isRefusedChange,
  packetQuery,
  portsAt,
  simulateOnHost,
  simulationDocument,
  tryChanges,
  whatIfDocument,
} from '../../core/index.ts';
import { words } from '../language.ts';
import type { Requests, SentPacket, TriedChanges, TriedLine } from './protocol.ts';

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

/** What commands would do to the packets; the first that is no command, or that the host would refuse. */
export function triedChanges(analysis: Analysis, lines: readonly TriedLine[]): TriedChanges {
  const changes = [];
  for (const [line, { text, host }] of lines.entries()) {
    const command = commandOf(text, host);
    if (command === null) return { kind: 'refused', line, says: words.whatIf.noTool(text), at: null };
    changes.push(command);
  }
  const tried = tryChanges(analysis, changes);
  if (isRefusedChange(tried))
    return {
      kind: 'refused',
      line: tried.id - 1,
      says: words.whatIf.refused(tried.id, tried.refused),
      at: tried.at,
    };
  return { kind: 'tried', found: words.whatIf.found(tried), document: whatIfDocument(tried, words) };
}

/** Where a packet would go that nobody has sent. */
export function sentPacket(
  analysis: Analysis,
  { host, in: device, ...said }: SentPacket,
): Requests['sendPacket']['answer'] {
  const filled = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
  const packet = packetQuery({ ...filled, ...(device === '' ? { local: true } : { in: device }) });
  if ('wrong' in packet) return { wrong: words.commandFaults.queryFault(packet.wrong) };
  return simulationDocument(host, packet, simulateOnHost(analysis, host, packet), words);
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
    state: proto === 'tcp' && (flags & 0x12) !== 0x02 ? 'ESTABLISHED' : 'NEW',
    mark: mark === 0 ? '' : `0x${mark.toString(16)}`,
  };
}
