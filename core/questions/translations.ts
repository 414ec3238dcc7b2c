import type { Analysis } from '../model/analysis.ts';
import type { PacketHeader, Translation } from '../model/packet-story.ts';
import { recordsOf } from '../model/host-records.ts';
import type { ConntrackTuple } from '../model/conntrack.ts';
import { eventsOf, firstEvent } from '../model/journey-events.ts';
import { dispositions } from '../model/disposition.ts';
import { deltaNumber } from '../model/delta-column.ts';
import { socketText } from '../model/socket-text.ts';
import { parseAddress } from '../kernel/address.ts';
import { icmpIdOf, packetHeader, portsOf } from './packet-header.ts';

/**
 * What NAT put in the place of a packet's addresses and ports (packet from 0): as a later line of the log has it, and for
 * a packet that got through as its connection's entry does. Source NAT is done after the last rule, so that the log alone
 * never shows it.
 */
export function translationsOf(analysis: Analysis, packet: number): readonly Translation[] {
  const { events, journeys } = analysis;
  const first = packetHeader(events, firstEvent(journeys, packet));
  const found: Translation[] = [];
  let before = first;
  for (const event of eventsOf(journeys, packet)) {
    const header = packetHeader(events, event);
    for (const end of ends) {
      const [old, now] = [endOf(before, end), endOf(header, end)];
      if (old === now || header[end] === '') continue;
      const file = events.logs[events.log[event] as number] as string;
      found.push({ end, before: old, after: now, at: { file, line: deltaNumber(events.line, event) } });
    }
    before = header;
  }
  const place = journeys.places[events.place[firstEvent(journeys, packet)] as number]?.place;
  const disposition = dispositions[analysis.outcomes.disposition[packet] as number];
  const gotThrough = disposition === 'forwarded' || disposition === 'sent' || disposition === 'delivered';
  const known = gotThrough ? byConntrack(analysis, place?.host ?? '', first) : [];
  return [...found, ...known.filter(({ end }) => !found.some((other) => other.end === end))];
}

const ends = ['src', 'dst'] as const;

function byConntrack(analysis: Analysis, host: string, first: PacketHeader): readonly Translation[] {
  for (const { protocol, original, reply, at } of recordsOf(analysis, host).conntrack) {
    if (protocol !== first.protocol) continue;
    const asked = isOf(original, first);
    if (!asked && !isOf(reply, first)) continue;
    const other = asked ? reply : original;
    const translated = { src: tupleEnd(other, 'dst'), dst: tupleEnd(other, 'src') };
    return ends.flatMap((end) => {
      const before = endOf(first, end);
      return isSameEnd(other, end, first) ? [] : [{ end, before, after: translated[end], at }];
    });
  }
  return [];
}

function isOf(tuple: ConntrackTuple, header: PacketHeader): boolean {
  const { sport, dport } = portsOf(header);
  return (
    sameAddress(tuple.src, header.src) &&
    sameAddress(tuple.dst, header.dst) &&
    tuple.sport === sport &&
    tuple.dport === dport &&
    tuple.icmpId === icmpIdOf(header)
  );
}

/** Whether the packet goes on with the end that it came with. */
function isSameEnd(other: ConntrackTuple, end: 'src' | 'dst', header: PacketHeader): boolean {
  const { sport, dport } = portsOf(header);
  return end === 'src'
    ? sameAddress(other.dst, header.src) && other.dport === sport
    : sameAddress(other.src, header.dst) && other.sport === dport;
}

/** Whether both are one address, however it is written. */
function sameAddress(a: string, b: string): boolean {
  return a === b || (a.includes(':') && parseAddress(a) !== null && parseAddress(a) === parseAddress(b));
}

function endOf(header: PacketHeader, end: 'src' | 'dst'): string {
  const { sport, dport } = portsOf(header);
  return socketText(header[end], end === 'src' ? sport : dport);
}

function tupleEnd(tuple: ConntrackTuple, end: 'src' | 'dst'): string {
  return socketText(tuple[end], end === 'src' ? tuple.sport : tuple.dport);
}
