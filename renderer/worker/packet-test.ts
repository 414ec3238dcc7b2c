import { type Analysis, deltaNumber, nextEvent } from '../../core/index.ts';
import type { Fact } from '../selection/selection.ts';
import type { PacketIndex } from './packet-index.ts';

/** A fact that is asked of each packet by itself (index from 0). */
export type PacketFact = Extract<Fact, { kind: 'flow' | 'packet' | 'line' }>;
export type PacketTest = (packet: number) => boolean;

/** Prepares the question; null where no packet of this capture can fulfil it. */
export function packetTest(analysis: Analysis, index: PacketIndex, fact: PacketFact): PacketTest | null {
  switch (fact.kind) {
    case 'packet':
      return fact.number <= analysis.journeys.count ? (packet) => packet === fact.number - 1 : null;
    case 'line':
      return lineTest(analysis, fact.file, fact.line);
    case 'flow':
      return flowTest(analysis, index, fact);
  }
}

function lineTest({ events, journeys }: Analysis, file: string, line: number): PacketTest | null {
  const isLog = Uint8Array.from(events.logs, (log) => (log === file || log.endsWith(`/${file}`) ? 1 : 0));
  const found = new Set<number>();
  const { count, line: lines, log: logs } = events;
  for (let event = 0; event < count; event++)
    if (deltaNumber(lines, event) === line && isLog[logs[event] as number] === 1) found.add(event);
  if (found.size === 0) return null;
  const packets = new Set<number>();
  for (const event of found) packets.add(packetOf(journeys, event));
  return (packet) => packets.has(packet);
}

/** The packet of an event; its last event is what tells it. */
function packetOf(journeys: Analysis['journeys'], event: number): number {
  let last = event;
  for (let next = last; next >= 0; next = nextEvent(journeys, next)) last = next;
  return journeys.last.indexOf(last);
}

/** The first header decides: a flow is named as the host first saw it. */
function flowTest(
  { events: { headers, names } }: Analysis,
  index: PacketIndex,
  fact: Extract<Fact, { kind: 'flow' }>,
): PacketTest | null {
  const src = names.indexOf(fact.src);
  const dst = names.indexOf(fact.dst);
  const kinds = Uint8Array.from(index.kinds, ({ protocol }) => (names[protocol] === fact.protocol ? 1 : 0));
  if (src < 0 || dst < 0 || !kinds.includes(1)) return null;
  const { sport, dport } = fact;
  return (packet) => {
    const header = index.headers[index.headerStart[packet] as number] as number;
    return (
      headers.src[header] === src &&
      headers.dst[header] === dst &&
      (sport === null || headers.sport[header] === sport) &&
      (dport === null || headers.dport[header] === dport) &&
      kinds[index.kind[packet] as number] === 1
    );
  };
}
