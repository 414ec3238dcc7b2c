import { type Analysis, deltaNumber, nextEvent } from '../../core/index.ts';
import type { Fact, FlowFact } from '../selection/selection.ts';
import { clockOf } from '../selection/clock.ts';
import type { PacketTimes } from './packet-times.ts';
import type { PacketIndex } from './packet-index.ts';

/** A fact that is asked of each packet by itself (index from 0). */
export type PacketFact = Extract<Fact, { kind: 'flow' | 'conversation' | 'packet' | 'line' | 'time' }>;

/** Facts that the headers of a packet tell together, in their order. */
export type TranslationFact = Extract<Fact, { kind: 'nat' | 'snat' | 'dnat' }>;
export type PacketTest = (packet: number) => boolean;

/** Prepares the question; null where no packet of this capture can fulfil it. */
export function packetTest(analysis: Analysis, index: PacketIndex, fact: PacketFact): PacketTest | null {
  switch (fact.kind) {
    case 'packet':
      return fact.number <= analysis.journeys.count ? (packet) => packet === fact.number - 1 : null;
    case 'line':
      return lineTest(analysis, fact.file, fact.line);
    case 'time':
      return timeTest(index.times, fact);
    case 'flow':
      return flowTest(analysis, index, fact);
    case 'conversation':
      return conversationTest(analysis, index, fact);
  }
}

const day = 86_400;

/** A time of day without a date is one of any day. */
function timeTest(
  times: PacketTimes | null,
  { from, to }: Extract<Fact, { kind: 'time' }>,
): PacketTest | null {
  if (times === null) return null;
  const { seconds, isClock } = times;
  const [begin, end] = [boundOf(from, isClock), boundOf(to, isClock)];
  if (begin === undefined || end === undefined) return null;
  const isAfter = (time: number) => begin === null || (begin.day ? time : time % day) >= begin.seconds;
  // Up to the end of what was written: `08:00` lasts a minute, `08:00:10` a second.
  const isBefore = (time: number) => end === null || (end.day ? time : time % day) < end.seconds + end.lasts;
  return (packet) => isAfter(seconds[packet] as number) && isBefore(seconds[packet] as number);
}

/** Undefined for a bound that these times can't be compared with. */
function boundOf(text: string | null, isClock: boolean) {
  if (text === null) return null;
  const clock = clockOf(text);
  if (clock !== null) {
    const fraction = /\.(\d+)$/.exec(text)?.[1];
    const lasts = fraction !== undefined ? 10 ** -fraction.length : /:\d{2}:\d{2}/.test(text) ? 1 : 60;
    return isClock ? { ...clock, lasts } : undefined;
  }
  return isClock ? undefined : { seconds: Number(text), day: true, lasts: 1e-6 };
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
  fact: Omit<FlowFact, 'kind'>,
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

/** The flow, and whatever has the ends of one of its headers, either way round: answers come with the translated ones. */
function conversationTest(
  analysis: Analysis,
  index: PacketIndex,
  fact: Extract<Fact, { kind: 'conversation' }>,
): PacketTest | null {
  const { headers } = analysis.events;
  const { headerStart, kind } = index;
  const { src, dst, sport, dport } = fact;
  const isOfFlow = flowTest(analysis, index, fact);
  const isAnswer = flowTest(analysis, index, { ...fact, src: dst, dst: src, sport: dport, dport: sport });
  if (isOfFlow === null || isAnswer === null) return null;
  const isSame = (header: number, other: number) =>
    headers.src[header] === headers.src[other] &&
    headers.dst[header] === headers.dst[other] &&
    headers.sport[header] === headers.sport[other] &&
    headers.dport[header] === headers.dport[other];
  const isTurned = (header: number, other: number) =>
    headers.src[header] === headers.dst[other] &&
    headers.dst[header] === headers.src[other] &&
    (headers.dport[header] === -1
      ? headers.sport[header] === headers.sport[other]
      : headers.sport[header] === headers.dport[other] && headers.dport[header] === headers.sport[other]);
  /** Headers with different ends that packets of the flow had. */
  const ends: number[] = [];
  const kinds = new Set<number>();
  for (let packet = 0; packet < kind.length; packet++) {
    if (!isOfFlow(packet) && !isAnswer(packet)) continue;
    kinds.add(index.kinds[kind[packet] as number]?.protocol ?? -1);
    for (let i = headerStart[packet] as number; i < (headerStart[packet + 1] as number); i++) {
      const header = index.headers[i] as number;
      if (ends.length < 64 && !ends.some((other) => isSame(header, other))) ends.push(header);
    }
  }
  if (ends.length === 0) return null;
  const fits = new Uint8Array(headers.count);
  for (let h = 0; h < fits.length; h++)
    fits[h] = ends.some((other) => isSame(h, other) || isTurned(h, other)) ? 1 : 0;
  return (packet) => {
    if (!kinds.has(index.kinds[kind[packet] as number]?.protocol ?? -1)) return false;
    for (let i = headerStart[packet] as number; i < (headerStart[packet + 1] as number); i++)
      if (fits[index.headers[i] as number] === 1) return true;
    return false;
  };
}

/** Whether a later header of the packet has another source or destination than the one before it. */
export function translationTest(
  { events: { headers } }: Analysis,
  { headerStart, headers: ofPackets, names }: PacketIndex,
  { kind, address }: TranslationFact,
): PacketTest {
  const fits = address === null ? null : names.address(address);
  const sides = [
    ...(kind === 'dnat' ? [] : [{ name: headers.src, port: headers.sport }]),
    ...(kind === 'snat' ? [] : [{ name: headers.dst, port: headers.dport }]),
  ];
  return (packet) => {
    for (let i = (headerStart[packet] as number) + 1; i < (headerStart[packet + 1] as number); i++) {
      const old = ofPackets[i - 1] as number;
      const now = ofPackets[i] as number;
      for (const { name, port } of sides) {
        if (name[old] === name[now] && port[old] === port[now]) continue;
        if (fits === null || fits[name[old] as number] === 1 || fits[name[now] as number] === 1) return true;
      }
    }
    return false;
  };
}
