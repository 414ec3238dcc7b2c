import type { Analysis } from '../../model/analysis.ts';
import { type Disposition, dispositions } from '../../model/disposition.ts';
import { firstEvent } from '../../model/journey-events.ts';
import type { Words } from '../../words/words.ts';
import { packetHeader } from '../../questions/packet-header.ts';
import { visible } from '../visible.ts';
import { type CapturedPacket, pcapngFile } from './pcapng-file.ts';
import { rebuiltHeader } from './rebuilt-header.ts';

/**
 * Packets (indexes from 0) as a pcapng file, as they came into their host: headers rebuilt from the log, no payload, each
 * with how it ended as its comment. Packets whose addresses can't be read (the log is redacted) are left out.
 * `secondsOf`: when a packet was seen, since 1970; NaN where nothing tells.
 */
export function packetsPcapng(
  analysis: Analysis,
  packets: Iterable<number>,
  secondsOf: (packet: number) => number,
  words: Words,
  application: string,
): Generator<Uint8Array> {
  return pcapngFile(application, rebuilt(analysis, packets, secondsOf, words));
}

function* rebuilt(
  { events, journeys, outcomes, hosts }: Analysis,
  packets: Iterable<number>,
  secondsOf: (packet: number) => number,
  words: Words,
): Generator<CapturedPacket> {
  for (const packet of packets) {
    const first = firstEvent(journeys, packet);
    const header = packetHeader(events, first);
    const sequence = events.identities.seq[events.identity[first] as number] as number;
    const bytes = rebuiltHeader(header, sequence & 0xffff);
    if (bytes === null) continue;
    const host = journeys.places[events.place[first] as number]?.place.host ?? '';
    const name = header.inInterface || words.report.local;
    const disposition = dispositions[outcomes.disposition[packet] as number] as Disposition;
    yield {
      ...bytes,
      interface: visible(hosts.length > 1 && host !== '' ? `${host} ${name}` : name),
      seconds: secondsOf(packet),
      comment: visible(
        words.cases.packetComment(
          packet + 1,
          disposition,
          outcomes.causes[outcomes.cause[packet] as number] ?? null,
        ),
      ),
    };
  }
}
