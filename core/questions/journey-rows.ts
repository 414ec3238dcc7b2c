import type { AnalysedBundle } from '../model/analysis.ts';
import type { JourneyRow } from '../model/journey-row.ts';
import { deltaNumber } from '../model/delta-column.ts';
import { firstEvent, lastEvent } from '../model/journey-events.ts';
import { eventTimes } from './event-lines.ts';
import { packetHeader, portsOf } from './packet-header.ts';
import { causeOf, dispositionOf } from './packet-outcome.ts';

/** Rows for the table of journeys; `packets` are indexes from 0. */
export async function journeyRows(bundle: AnalysedBundle, packets: ArrayLike<number>): Promise<JourneyRow[]> {
  const { events, journeys } = bundle;
  const rows: JourneyRow[] = [];
  const stamps = await eventTimes(
    bundle,
    Array.from(packets, (packet) => firstEvent(journeys, packet)),
  );
  for (let i = 0; i < packets.length; i++) {
    const packet = packets[i] as number;
    const first = firstEvent(journeys, packet);
    const last = lastEvent(journeys, packet);
    const place = journeys.places[events.place[first] as number]?.place;
    const header = packetHeader(events, first);
    const uptime = deltaNumber(events.uptime, first);
    rows.push({
      packet,
      header,
      host: place?.host ?? '',
      stamp: stamps[i]?.stamp ?? '',
      uptimeSeconds: Number.isNaN(uptime) ? null : uptime / 1e6,
      family: place?.family ?? 'ipv4',
      protocol: header.protocol,
      src: header.src,
      dst: header.dst,
      ...portsOf(header),
      inInterface: header.inInterface,
      outInterface: packetHeader(events, last).outInterface,
      steps: journeys.shapes[journeys.shape[packet] as number]?.length ?? 0,
      disposition: dispositionOf(bundle, packet),
      cause: causeOf(bundle, packet),
      first: {
        file: events.logs[events.log[first] as number] as string,
        line: deltaNumber(events.line, first),
      },
    });
  }
  return rows;
}
