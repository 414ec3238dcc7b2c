import { shortAddress } from '../kernel/address.ts';
import type { Journeys } from '../model/journey.ts';
import { firstEvent, nextEvent } from '../model/journey-events.ts';
import type { TraceEvents } from '../model/trace.ts';
import { pathsWith } from './paths-with.ts';

/** What routing looks at of a packet that came in, its destination after DNAT. */
export interface RoutedAlike {
  readonly inInterface: string;
  readonly src: string;
  readonly dst: string;
  readonly mark: number;
}

/** The keys of all packets that came in and have a line in FORWARD, with the header that they had there. */
export function collectForwarded(events: TraceEvents, journeys: Journeys): ReadonlySet<string> {
  const keys = new Set<string>();
  const isForwarded = pathsWith(journeys, (hook, base) => hook === 'forward' && base?.layer === 'ip');
  const { header, headers, names } = events;
  for (let journey = 0; journey < journeys.count; journey++) {
    if (isForwarded[journeys.shape[journey] as number] === 0) continue;
    let event = firstEvent(journeys, journey);
    const inInterface = names[headers.inInterface[header[event] as number] as number] as string;
    while (event >= 0 && headers.outInterface[header[event] as number] === 0)
      event = nextEvent(journeys, event);
    if (event < 0 || inInterface === '') continue;
    const head = header[event] as number;
    const [src, dst] = [names[headers.src[head] as number], names[headers.dst[head] as number]] as [
      string,
      string,
    ];
    const host = journeys.places[events.place[event] as number]?.place.host ?? '';
    keys.add(routedKey(host, { inInterface, src, dst, mark: headers.mark[head] as number }));
  }
  return keys;
}

/** Equal for packets that routing can't tell apart by these facts. */
export function routedKey(host: string, { inInterface, src, dst, mark }: RoutedAlike): string {
  return [host, inInterface, shortAddress(src), shortAddress(dst), mark].join(' ');
}
