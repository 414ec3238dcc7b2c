import type { DeadEnd, FlowCount, Outcomes } from '../model/analysis.ts';
import type { Cause, Journeys } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import { firstEvent, portsAt } from '../model/journey-events.ts';

/** The dead ends: packets that died of one thing, the most packets first. */
export function groupDeadEnds(
  events: TraceEvents,
  journeys: Journeys,
  outcomes: Outcomes,
): readonly DeadEnd[] {
  const groups = new Map<string, { causes: Map<number, number>; flows: Map<string, Mutable<FlowCount>> }>();
  for (let journey = 0; journey < journeys.count; journey++) {
    const cause = outcomes.cause[journey] as number;
    const found = outcomes.causes[cause];
    // A packet that reached the local stack is no dead end, though nobody listened.
    if (found === undefined || found.kind === 'no-listener') continue;
    let group = groups.get(found.group);
    if (group === undefined) {
      group = { causes: new Map(), flows: new Map() };
      groups.set(found.group, group);
    }
    group.causes.set(cause, (group.causes.get(cause) ?? 0) + 1);
    const flow = flowOf(events, journeys, journey);
    const key = `${flow.family} ${flow.protocol} ${flow.src} ${flow.sport} ${flow.dst} ${flow.dport}`;
    const known = group.flows.get(key);
    if (known === undefined) group.flows.set(key, flow);
    else known.packets++;
  }
  return Array.from(groups.values(), (group) => deadEnd(group, outcomes.causes)).sort(
    (a, b) => b.packets - a.packets || (a.cause.group < b.cause.group ? -1 : 1),
  );
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function deadEnd(
  group: { causes: Map<number, number>; flows: Map<string, FlowCount> },
  causes: readonly Cause[],
): DeadEnd {
  const byCount = [...group.causes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const [first] = byCount as [[number, number], ...[number, number][]];
  const cause = causes[first[0]] as Cause;
  const others = byCount.length - 1;
  const summary = others === 0 ? cause.summary : `${cause.summary} (and ${others} more of this kind)`;
  return {
    host: cause.host,
    cause: { ...cause, summary },
    causes: byCount.map(([index]) => index),
    packets: byCount.reduce((sum, [, packets]) => sum + packets, 0),
    flows: [...group.flows.values()].sort((a, b) => b.packets - a.packets),
  };
}

/** A journey's flow, as the host first saw it (before NAT), with one packet. */
function flowOf(events: TraceEvents, journeys: Journeys, journey: number): Mutable<FlowCount> {
  const event = firstEvent(journeys, journey);
  const header = events.header[event] as number;
  const identity = events.identity[event] as number;
  const { headers, identities, names } = events;
  return {
    family: events.places[events.place[event] as number]?.family ?? 'ipv4',
    protocol: names[identities.protocol[identity] as number] as string,
    src: names[headers.src[header] as number] as string,
    dst: names[headers.dst[header] as number] as string,
    ...portsAt(events, event),
    packets: 1,
  };
}
