import type { Analysis, ElsewhereNote } from '../model/analysis.ts';
import { dispositions } from '../model/journey.ts';
import { firstEvent, lastEvent } from '../model/journey-events.ts';
import { journeysOfPacket } from '../model/sightings.ts';
import { packetHeader } from './journey-facts.ts';

/**
 * What the other hosts of the bundle saw of a packet, in the order of its way: `left edge1 by ens4`, `died on core2 in
 * filter/FORWARD`, `died on core2 (blackhole)`, `never seen on core2`. Empty for a packet that only one host saw, and should have seen.
 */
export function elsewhereOf(analysis: Analysis, packet: number): readonly ElsewhereNote[] {
  const { sightings } = analysis;
  const journeys = journeysOfPacket(sightings, packet);
  const notes = journeys
    .filter((journey) => journey !== packet)
    .map((journey): ElsewhereNote => ({
      host: hostOf(analysis, journey),
      packet: journey,
      says: endThere(analysis, journey),
    }));
  const missing = sightings.hosts[sightings.neverSeenOn[journeys.at(-1) as number] ?? -1];
  if (missing === undefined) return notes;
  return [...notes, { host: missing, packet: null, says: `never seen on ${missing}` }];
}

/** How the packet's journey through one host ended, in a few words. */
function endThere(analysis: Analysis, packet: number): string {
  const { events, journeys, outcomes } = analysis;
  const host = hostOf(analysis, packet);
  const disposition = dispositions[outcomes.disposition[packet] as number];
  const cause = outcomes.causes[outcomes.cause[packet] as number];
  const { outInterface } = packetHeader(events, lastEvent(journeys, packet));
  switch (disposition) {
    case 'forwarded':
    case 'sent':
      return `left ${host}${outInterface === '' ? '' : ` by ${outInterface}`}`;
    case 'delivered':
      return `delivered on ${host}`;
    case 'dropped':
    case 'rejected': {
      const died = `${disposition === 'rejected' ? 'rejected' : 'died'} on ${host}`;
      if (cause === undefined) return died;
      return cause.table === null ? `${died} (${cause.kind})` : `${died} in ${cause.table}/${cause.chain}`;
    }
    default:
      return `last seen on ${host}`;
  }
}

function hostOf({ events, journeys }: Analysis, packet: number): string {
  return journeys.places[events.place[firstEvent(journeys, packet)] as number]?.place.host ?? '';
}
