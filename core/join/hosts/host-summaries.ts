import type { HostSummary } from '../../model/analysis.ts';
import type { HeaderLinks } from '../../model/header-links.ts';
import type { Journeys } from '../../model/journey.ts';
import { Pairs } from '../../model/pairs.ts';
import { countByShape } from '../../model/shape-steps.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** For each host of the logs how many packets it saw, and the interfaces that they name. */
export function summariesOf(
  logHosts: readonly string[],
  events: TraceEvents,
  journeys: Journeys,
  links: HeaderLinks,
): readonly HostSummary[] {
  const packets = new Map<string, number>();
  countByShape(journeys).forEach((count, shape) => {
    // The beginning of all ways has no place.
    if (count === 0) return;
    const host = journeys.places[journeys.shapes[shape]?.place ?? -1]?.place.host ?? '';
    packets.set(host, (packets.get(host) ?? 0) + count);
  });
  const interfaces = interfacesByHost(events, links);
  // Lines of LOG rules can be of hosts that are traced nowhere.
  return [...new Set([...logHosts, ...packets.keys()])].map((name) => ({
    name,
    packets: packets.get(name) ?? 0,
    interfaces: [...(interfaces.get(name) ?? [])].sort(),
  }));
}

function interfacesByHost(events: TraceEvents, links: HeaderLinks): ReadonlyMap<string, ReadonlySet<string>> {
  const { header, headers, place, places, names } = events;
  const interfaces = new Map(places.map(({ host }) => [host, new Set<string>()]));
  const hosts = [...interfaces];
  const numbers = new Map(hosts.map(([host], number) => [host, number]));
  const hostOf = Uint32Array.from(places, ({ host }) => numbers.get(host) as number);
  const known = new Pairs();
  /** By header: 1 plus the host of the packet that had it last. */
  const lastHost = new Uint32Array(headers.count);
  for (let event = 0; event < events.count; event++) {
    const at = header[event] as number;
    const host = hosts.length === 1 ? 0 : (hostOf[place[event] as number] as number);
    if (lastHost[at] === host + 1) continue;
    lastHost[at] = host + 1;
    const before = known.count;
    const link = links.of[at] as number;
    if (known.number(host, link) === before) addNames(hosts[host]?.[1], links.first[link] as number);
  }
  return interfaces;

  function addNames(own: Set<string> | undefined, at: number): void {
    for (const column of [headers.inInterface, headers.outInterface, headers.physIn, headers.physOut])
      if (column[at] !== 0) own?.add(names[column[at] as number] as string);
  }
}
