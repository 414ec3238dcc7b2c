import { flowKey } from '../../kernel/flow-key.ts';
import { deltaNumber } from '../../model/delta-column.ts';
import type { DropRecord } from '../../model/drop-record.ts';
import { flowAt } from '../../model/flow.ts';
import type { Hook, Journeys } from '../../model/journey.ts';
import { firstEvent, lastEvent } from '../../model/journey-events.ts';
import type { Witness } from '../../model/witness.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** The record of each packet's drop, by journey; packets without a recorded drop are not in it. */
export type DropMatches = ReadonlyMap<number, MatchedDrop>;

export interface MatchedDrop {
  readonly record: DropRecord;
  /** The header shows it; otherwise only the clock. */
  readonly isByHeader: boolean;
  /** The log ends before the drop: it may be that of a packet whose lines are not there. */
  readonly isAfterLog: boolean;
}

/** The longest time between a packet's last line and the record that it was freed, by the same clock. */
const MOST_SECONDS = 0.0003;

/**
 * Ties records of drops to packets of the log: by the header where the recording shows it and one packet alone has it, or
 * by the kernel's clock where one packet alone had its last line just before the drop, and one drop alone follows it.
 */
export function matchDrops(
  events: TraceEvents,
  journeys: Journeys,
  witnessOf: (host: string) => Witness,
): DropMatches {
  const matches = new Map<number, MatchedDrop>();
  const hosts = new Set(journeys.places.map(({ place }) => place.host));
  for (const host of hosts) {
    const records = witnessOf(host).dropRecords.filter(({ packets }) => packets === 1);
    if (records.length === 0) continue;
    const ends = endsOf(events, journeys, host);
    byHeader(ends, records, matches);
    byClock(ends, records, matches);
  }
  return matches;
}

interface PacketEnd {
  readonly journey: number;
  readonly family: string;
  /** NaN where its last line has no clock. */
  readonly seconds: number;
  /** By `flowKey`: at its first and at its last line. */
  readonly flows: readonly string[];
  readonly ipId: number;
  /** The hook of its last line. */
  readonly hook: Hook | null;
}

function endsOf(events: TraceEvents, journeys: Journeys, host: string): readonly PacketEnd[] {
  const ends: PacketEnd[] = [];
  for (let journey = 0; journey < journeys.count; journey++) {
    const last = lastEvent(journeys, journey);
    const place = events.places[events.place[last] as number];
    if (place?.host !== host) continue;
    const identity = events.identity[last] as number;
    ends.push({
      journey,
      family: place.family,
      seconds: deltaNumber(events.uptime, last) / 1e6,
      flows: [flowAt(events, firstEvent(journeys, journey)), flowAt(events, last)].map(flowKey),
      ipId: events.identities.ipId[identity] as number,
      hook: journeys.shapes[journeys.shape[journey] as number]?.hook ?? null,
    });
  }
  return ends;
}

function byHeader(
  ends: readonly PacketEnd[],
  records: readonly DropRecord[],
  matches: Map<number, MatchedDrop>,
): void {
  const ofHeader = new Map<string, PacketEnd[]>();
  for (const end of ends)
    for (const header of new Set(end.flows)) {
      const known = ofHeader.get(header);
      if (known === undefined) ofHeader.set(header, [end]);
      else known.push(end);
    }
  const recorded = new Map<string, DropRecord[]>();
  for (const record of records) {
    const { packet } = record;
    if (packet === null || packet.protocol === null) continue;
    const key = flowKey({ ...packet, protocol: packet.protocol });
    const known = recorded.get(key);
    if (known === undefined) recorded.set(key, [record]);
    else known.push(record);
  }
  for (const [key, own] of recorded) {
    const packets = ofHeader.get(key) ?? [];
    const isTold = own.every(({ packet }) => packet?.ipId !== null);
    for (const record of own) {
      const fitting = isTold ? packets.filter(({ ipId }) => ipId === record.packet?.ipId) : packets;
      const [only] = fitting;
      if (only !== undefined && fitting.length === 1)
        matches.set(only.journey, { record, isByHeader: true, isAfterLog: false });
    }
    // Each packet of the flow was dropped, and for one reason: which record is whose makes no difference.
    const [first] = own;
    if (
      first !== undefined &&
      own.length === packets.length &&
      own.every(({ reason }) => reason === first.reason)
    )
      packets.forEach(({ journey }, index) =>
        matches.set(journey, { record: own[index] ?? first, isByHeader: true, isAfterLog: false }),
      );
  }
}

function byClock(
  ends: readonly PacketEnd[],
  records: readonly DropRecord[],
  matches: Map<number, MatchedDrop>,
): void {
  const drops = records
    .filter(({ uptimeSeconds }) => uptimeSeconds !== null)
    .toSorted((a, b) => (a.uptimeSeconds ?? 0) - (b.uptimeSeconds ?? 0));
  if (drops.length === 0) return;
  const timed = ends
    .filter(({ seconds }) => !Number.isNaN(seconds))
    .toSorted((a, b) => a.seconds - b.seconds);
  const logEnds = timed.at(-1)?.seconds ?? -Infinity;
  let from = 0;
  drops.forEach((record, index) => {
    const time = record.uptimeSeconds ?? 0;
    while (from < timed.length && (timed[from] as PacketEnd).seconds < time - MOST_SECONDS) from++;
    const candidates: PacketEnd[] = [];
    for (let at = from; at < timed.length && (timed[at] as PacketEnd).seconds <= time; at++)
      if (mayDropThere(record, timed[at] as PacketEnd)) candidates.push(timed[at] as PacketEnd);
    const [only] = candidates;
    if (only === undefined || candidates.length > 1 || matches.has(only.journey)) return;
    if (record.family !== null && record.family !== only.family) return;
    const before = drops[index - 1]?.uptimeSeconds ?? -Infinity;
    const after = drops[index + 1]?.uptimeSeconds ?? Infinity;
    if (before >= only.seconds || after <= only.seconds + MOST_SECONDS) return;
    matches.set(only.journey, { record, isByHeader: false, isAfterLog: time > logEnds });
  });
}

/**
 * Functions that refuse a packet between PREROUTING and the next hook. Its answer, an ICMP error, is sent and logged just
 * before it is freed, and was not dropped there.
 */
const afterPrerouting =
  /^(?:ip_error|ip_forward|ip_rcv_finish_core|ip6_forward|ip6_pkt_drop|ip6_rcv_finish_core)\b/;

function mayDropThere({ location }: DropRecord, { hook }: PacketEnd): boolean {
  return hook === 'prerouting' || location === null || !afterPrerouting.test(location);
}
