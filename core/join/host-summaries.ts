import type { HostSummary } from '../model/analysis.ts';
import type { Journeys } from '../model/journey.ts';
import { Pairs } from '../model/pairs.ts';
import { countByShape } from '../model/shape-steps.ts';
import type { TraceEvents } from '../model/trace.ts';

/** For each host of the logs how many packets it saw, and the interfaces that they name. */
export function summariesOf(
  logHosts: readonly string[],
  events: TraceEvents,
  journeys: Journeys,
): readonly HostSummary[] {
  const packets = new Map<string, number>();
  countByShape(journeys).forEach((count, shape) => {
    const host = journeys.places[journeys.shapes[shape]?.place ?? -1]?.place.host ?? '';
    packets.set(host, (packets.get(host) ?? 0) + count);
  });
  const interfaces = interfacesByHost(events);
  return logHosts.map((name) => ({
    name,
    packets: packets.get(name) ?? 0,
    interfaces: [...(interfaces.get(name) ?? [])].sort(),
  }));
}

function interfacesByHost(events: TraceEvents): ReadonlyMap<string, ReadonlySet<string>> {
  const { header, headers, place, places, names } = events;
  const interfaces = new Map(places.map(({ host }) => [host, new Set<string>()]));
  const ofPlace = places.map(({ host }) => interfaces.get(host) as Set<string>);
  const hosts = [...interfaces.values()];
  const numbers = new Map(hosts.map((own, number) => [own, number]));
  const hostOf = Uint32Array.from(ofPlace, (own) => numbers.get(own) as number);
  const [ends, ports, hostsEnds, links] = [new Pairs(), new Pairs(), new Pairs(), new Pairs()];
  /** By header: 1 plus the host of the packet that had it last. */
  const lastHost = new Uint32Array(headers.count);
  for (let event = 0; event < events.count; event++) {
    const at = header[event] as number;
    const host = hostOf[place[event] as number] as number;
    if (lastHost[at] === host + 1) continue;
    lastHost[at] = host + 1;
    addLinks(at, host);
  }
  return interfaces;

  /** A host's headers have few interfaces: each combination is looked at once. */
  function addLinks(at: number, host: number): void {
    const into = headers.inInterface[at] as number;
    const out = headers.outInterface[at] as number;
    const physIn = headers.physIn[at] as number;
    const physOut = headers.physOut[at] as number;
    const known = links.count;
    links.number(hostsEnds.number(host, ends.number(into, out)), ports.number(physIn, physOut));
    if (links.count === known) return;
    for (const name of [into, out, physIn, physOut]) if (name !== 0) hosts[host]?.add(names[name] as string);
  }
}
