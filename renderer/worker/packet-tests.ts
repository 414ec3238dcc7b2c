import { type Analysis, nextEvent } from '../../core/index.ts';
import type { Fact } from '../selection/selection.ts';
import type { PacketIndex } from './packet-index.ts';

/** A fact that is asked of each packet by itself (index from 0). */
export type PacketFact = Extract<Fact, { kind: 'flow' | 'packet' | 'line' | 'rule' | 'policy' }>;
export type PacketTest = (packet: number) => boolean;

/** Prepares the question; null where no packet of this capture can fulfil it. */
export function packetTest(analysis: Analysis, index: PacketIndex, fact: PacketFact): PacketTest | null {
  switch (fact.kind) {
    case 'packet':
      return fact.number <= analysis.journeys.count ? (packet) => packet === fact.number - 1 : null;
    case 'line':
      return lineTest(analysis, fact.file, fact.line);
    case 'rule':
    case 'policy':
      return placeTest(analysis, fact);
    case 'flow':
      return flowTest(analysis, index, fact);
  }
}

function lineTest({ events, journeys }: Analysis, file: string, line: number): PacketTest | null {
  const logs = new Set<number>();
  events.logs.forEach((log, i) => {
    if (log === file || log.endsWith(`/${file}`)) logs.add(i);
  });
  if (logs.size === 0) return null;
  return eventTest(journeys, (event) => events.line[event] === line && logs.has(events.log[event] ?? -1));
}

function placeTest(
  { events, journeys }: Analysis,
  fact: Extract<Fact, { kind: 'rule' | 'policy' }>,
): PacketTest | null {
  const fits = journeys.places.map(({ place, at, rule }) => {
    if (`${place.table}/${place.chain}` !== fact.chain) return 0;
    if (fact.kind === 'policy') return at === 'policy' || at === 'return' ? 1 : 0;
    return at !== 'policy' && at !== 'return' && (rule?.number ?? place.number) === fact.number ? 1 : 0;
  });
  if (!fits.includes(1)) return null;
  const table = Uint8Array.from(fits);
  return eventTest(journeys, (event) => table[events.place[event] ?? 0] === 1);
}

function eventTest(journeys: Analysis['journeys'], holds: (event: number) => boolean): PacketTest {
  return (packet) => {
    for (let event = journeys.first[packet] ?? -1; event >= 0; event = nextEvent(journeys, event))
      if (holds(event)) return true;
    return false;
  };
}

/** The first header decides: a flow is named as the host first saw it. */
function flowTest(
  { events: { headers, identities, names } }: Analysis,
  index: PacketIndex,
  fact: Extract<Fact, { kind: 'flow' }>,
): PacketTest | null {
  const src = names.indexOf(fact.src);
  const dst = names.indexOf(fact.dst);
  const protocol = names.indexOf(fact.protocol);
  if (src < 0 || dst < 0 || protocol < 0) return null;
  return (packet) => {
    const header = index.headers[index.headerStart[packet] ?? 0] ?? 0;
    return (
      headers.src[header] === src &&
      headers.dst[header] === dst &&
      (fact.sport === null || headers.sport[header] === fact.sport) &&
      (fact.dport === null || headers.dport[header] === fact.dport) &&
      identities.protocol[index.identity[packet] ?? 0] === protocol
    );
  };
}
