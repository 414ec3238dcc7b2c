import type { AnalysedBundle, Analysis } from '../model/analysis.ts';
import type { PacketStory, Rewrite, TimelineItem } from '../model/packet-story.ts';
import type { ChainPath } from '../model/journey.ts';
import { firstEvent, lastEvent } from '../model/journey-events.ts';
import { elsewhereOf } from './other-hosts.ts';
import { packetHeader, portsOf, wayOf } from './packet-header.ts';
import { causeOf, dispositionOf } from './packet-outcome.ts';
import { capturedLines } from './captured-lines.ts';
import { nearMissesOfPacket } from './near-misses/near-misses-of-packet.ts';
import { routingOfPacket } from './routing-of-packet.ts';
import { translationsOf } from './translations.ts';
import { deltaNumber } from '../model/delta-column.ts';

/** Everything that the window says of one packet (index from 0). */
export async function packetStory(analysis: AnalysedBundle, packet: number): Promise<PacketStory> {
  const { events, journeys, outcomes } = analysis;
  const first = firstEvent(journeys, packet);
  const last = lastEvent(journeys, packet);
  const place = journeys.places[events.place[first] as number]?.place;
  const cause = causeOf(analysis, packet);
  const disposition = dispositionOf(analysis, packet);
  const file = events.logs[events.log[last] as number] as string;
  const line = deltaNumber(events.line, last);
  const [text = ''] = await analysis.texts.lines(file, line, line);
  return {
    packet,
    host: place?.host ?? '',
    family: place?.family ?? 'ipv4',
    protocol: packetHeader(events, first).protocol,
    disposition,
    cause,
    note: outcomes.notes[outcomes.note[packet] as number] ?? null,
    outInterface: packetHeader(events, last).outInterface,
    elsewhere: elsewhereOf(analysis, packet),
    ambiguous: journeys.ambiguous[packet] === 1,
    header: packetHeader(events, first),
    translations: translationsOf(analysis, packet),
    timeline: timelineOf(analysis, packet),
    nearMisses: nearMissesOfPacket(analysis, packet),
    evidence: [{ file, line, text }, ...capturedLines(analysis, packet), ...(cause?.evidence ?? [])],
  };
}

function timelineOf(analysis: Analysis, packet: number): TimelineItem[] {
  const { events, journeys } = analysis;
  const items: TimelineItem[] = [];
  const routing = routingOfPacket(analysis, packet);
  let before: number | null = null;
  let previous: ChainPath | null = null;
  for (const { event, shape } of wayOf(journeys, packet)) {
    const resolved = journeys.places[shape.place];
    if (resolved === undefined) continue;
    const rewrites = before === null ? [] : rewritesBetween(analysis, before, event);
    if (routing !== null && previous?.hook === 'prerouting' && shape.hook !== 'prerouting') {
      items.push({ kind: 'routing', ...routing, rewrites: [] });
    }
    const { table, chain, kind, number } = resolved.place;
    items.push({
      kind: 'step',
      line: {
        file: events.logs[events.log[event] as number] as string,
        line: deltaNumber(events.line, event),
      },
      table,
      chain,
      stepKind: kind,
      number,
      at: resolved.at,
      ruleText: resolved.rule?.text ?? resolved.place.printed?.text ?? null,
      tracer: resolved.place.tracer,
      tableFamily: resolved.place.tableFamily,
      handle: resolved.place.printed?.handle ?? resolved.rule?.handle ?? null,
      ruleShownAt: resolved.shownAt,
      verdict: resolved.verdict,
      depth: shape.depth,
      drift: resolved.drift,
      rewrites,
    });
    before = event;
    previous = shape;
  }
  if (routing !== null && previous?.hook === 'prerouting')
    items.push({ kind: 'routing', ...routing, rewrites: [] });
  return items;
}

function rewritesBetween({ events }: Analysis, before: number, after: number): Rewrite[] {
  if (events.header[before] === events.header[after]) return [];
  const old = packetHeader(events, before);
  const now = packetHeader(events, after);
  const rewrites: Rewrite[] = [];
  // What a tracer does not print was not rewritten.
  const compare = (field: Rewrite['field'], a: string | number | null, b: string | number | null): void => {
    if (a !== b && a !== '' && b !== '' && a !== null && b !== null)
      rewrites.push({ field, before: String(a ?? ''), after: String(b ?? '') });
  };
  compare('src', old.src, now.src);
  compare('sport', portsOf(old).sport, portsOf(now).sport);
  compare('dst', old.dst, now.dst);
  compare('dport', portsOf(old).dport, portsOf(now).dport);
  compare('mark', hex(old.mark), hex(now.mark));
  compare('tos', hex(old.tos), hex(now.tos));
  if (old.outInterface !== '') compare('out', old.outInterface, now.outInterface);
  return rewrites;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
