import { protocolNumber } from '../kernel/protocol-number.ts';
import type { Analysis } from '../model/analysis.ts';
import { type Disposition, dispositions, isDead, isOpen } from '../model/disposition.ts';
import { firstEvent, portsAt } from '../model/journey-events.ts';
import { journeysOfPacket } from '../model/sightings.ts';
import type { FlowSelector } from '../model/flow-selector.ts';
import { isOfEnd } from './flow-selector.ts';
import type { Expectation, ExpectationAnswer, PacketEnd } from '../model/expectation.ts';

/**
 * Holds the expectation against every packet of the flow, as hosts first saw it (before NAT). A packet that several hosts saw
 * is followed through all of them: it must end as expected on one, and must not die on another, or get lost on its way.
 */
export function checkExpectation(analysis: Analysis, expectation: Expectation): ExpectationAnswer {
  const packets = packetsOf(analysis, expectation.flow);
  if (packets.length === 0) return { kind: analysis.partial ? 'partly-read' : 'no-packet' };
  const against = { contradicted: [] as PacketEnd[], 'not-shown': [] as PacketEnd[] };
  for (const packet of packets) {
    const answer = judge(analysis, expectation, packet);
    if (answer !== null) against[answer.kind].push(answer.end);
  }
  for (const kind of ['contradicted', 'not-shown'] as const) {
    const [example] = against[kind];
    if (example !== undefined) return { kind, packets: against[kind].length, of: packets.length, example };
  }
  return analysis.partial ? { kind: 'partly-read' } : { kind: 'holds', packets: packets.length };
}

function judge(
  analysis: Analysis,
  { disposition, cause }: Expectation,
  packet: number,
): { readonly kind: 'contradicted' | 'not-shown'; readonly end: PacketEnd } | null {
  const journeys = journeysOfPacket(analysis.sightings, packet);
  const ends = journeys.map((journey) => endOf(analysis, journey));
  const met = ends.find(({ end, isCertain }) => {
    if (end.disposition !== disposition) return false;
    if (cause !== null) return isCertain && end.cause?.kind === cause;
    // Who expects an open end is right about it.
    return isCertain || isOpen(disposition) || disposition === 'queued';
  });
  const own = ends[journeys.indexOf(packet)] as (typeof ends)[number];
  if (isDead(disposition) || isOpen(disposition)) {
    if (met !== undefined) return null;
    const open = ends.find(({ isCertain }) => !isCertain);
    return { kind: open === undefined ? 'contradicted' : 'not-shown', end: (open ?? own).end };
  }
  const dead = ends.find(({ end, isCertain }) => isCertain && isDead(end.disposition));
  if (dead !== undefined) return { kind: 'contradicted', end: dead.end };
  const open = ends.find((each) => !each.isCertain && each !== met);
  if (open !== undefined) return { kind: 'not-shown', end: open.end };
  const isLost = (analysis.sightings.neverSeenOn[journeys.at(-1) as number] ?? -1) >= 0;
  if (met !== undefined) return isLost ? { kind: 'not-shown', end: met.end } : null;
  return { kind: 'contradicted', end: own.end };
}

/** How a journey ended, and whether that is certain: neither a guess nor a handing over to a program. */
function endOf(
  { outcomes }: Analysis,
  journey: number,
): { readonly end: PacketEnd; readonly isCertain: boolean } {
  const disposition = dispositions[outcomes.disposition[journey] as number] as Disposition;
  const cause = outcomes.causes[outcomes.cause[journey] as number] ?? null;
  const note = outcomes.notes[outcomes.note[journey] as number]?.kind;
  return {
    end: { packet: journey + 1, disposition, cause },
    isCertain:
      !isOpen(disposition) &&
      disposition !== 'queued' &&
      cause?.confidence !== 'possible' &&
      note !== 'not-captured-leaving' &&
      note !== 'damaged-log',
  };
}

/** The packets of a flow, by their indexes from 0. */
function packetsOf({ events, journeys }: Analysis, flow: FlowSelector): readonly number[] {
  const { names, headers, identities } = events;
  const isSource = ofNames(names, (address) => isOfEnd(flow.src, address));
  const isTarget = ofNames(names, (address) => isOfEnd(flow.dst, address));
  const isProtocol = ofNames(
    names,
    (name) => flow.protocol === null || protocolNumber(name) === flow.protocol,
  );
  const packets: number[] = [];
  for (let packet = 0; packet < journeys.count; packet++) {
    const event = firstEvent(journeys, packet);
    const header = events.header[event] as number;
    if (!isProtocol(identities.protocol[events.identity[event] as number] as number)) continue;
    if (!isSource(headers.src[header] as number) || !isTarget(headers.dst[header] as number)) continue;
    const { sport, dport } = portsAt(events, event);
    if (flow.src.port !== null && flow.src.port !== sport) continue;
    if (flow.dst.port !== null && flow.dst.port !== dport) continue;
    packets.push(packet);
  }
  return packets;
}

/** A question about interned names, each asked once. */
function ofNames(names: readonly string[], holds: (name: string) => boolean): (index: number) => boolean {
  const known = new Map<number, boolean>();
  return (index) => {
    let answer = known.get(index);
    if (answer === undefined) known.set(index, (answer = holds(names[index] ?? '')));
    return answer;
  };
}
