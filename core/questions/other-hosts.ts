import type { Analysis } from '../model/analysis.ts';
import type { ElsewhereNote, SeenElsewhere } from '../model/packet-story.ts';
import { type Disposition, dispositions } from '../model/disposition.ts';
import { firstEvent, lastEvent } from '../model/journey-events.ts';
import { journeysOfPacket } from '../model/sightings.ts';
import { packetHeader } from './packet-header.ts';

/** What the other hosts of the bundle saw of a packet, in the order of its path. Empty where only one host should have. */
export function elsewhereOf(analysis: Analysis, packet: number): readonly ElsewhereNote[] {
  const { sightings } = analysis;
  const journeys = journeysOfPacket(sightings, packet);
  const notes = journeys
    .filter((journey) => journey !== packet)
    .map((journey): ElsewhereNote => ({
      host: hostOf(analysis, journey),
      packet: journey,
      saw: endThere(analysis, journey),
    }));
  const missing = sightings.hosts[sightings.neverSeenOn[journeys.at(-1) as number] ?? -1];
  if (missing === undefined) return notes;
  return [...notes, { host: missing, packet: null, saw: { kind: 'never-seen' } }];
}

function endThere({ events, journeys, outcomes }: Analysis, packet: number): SeenElsewhere {
  const disposition = dispositions[outcomes.disposition[packet] as number] as Disposition;
  switch (disposition) {
    case 'forwarded':
    case 'sent':
      return {
        kind: 'left',
        interface: packetHeader(events, lastEvent(journeys, packet)).outInterface,
      };
    case 'delivered':
      return { kind: 'delivered' };
    case 'dropped':
    case 'rejected': {
      const cause = outcomes.causes[outcomes.cause[packet] as number];
      const chain = cause === undefined || cause.table === null ? null : `${cause.table}/${cause.chain}`;
      return { kind: disposition, cause: cause?.kind ?? null, chain };
    }
    default:
      return { kind: 'last-seen' };
  }
}

function hostOf({ events, journeys }: Analysis, packet: number): string {
  return journeys.places[events.place[firstEvent(journeys, packet)] as number]?.place.host ?? '';
}
