import type { DeadEnd, FlowCount, Outcomes } from '../model/analysis.ts';
import { Pairs } from '../model/header-links.ts';
import type { Cause, Journeys } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import { firstEvent, portsAt } from '../model/journey-events.ts';

/** The dead ends: packets that died of one thing, the most packets first. */
export function groupDeadEnds(
  events: TraceEvents,
  journeys: Journeys,
  outcomes: Outcomes,
): readonly DeadEnd[] {
  const groups = new Map<string, Group>();
  const groupOfCause: (Group | undefined)[] = [];
  const flows = new Pairs();
  for (let journey = 0; journey < journeys.count; journey++) {
    const cause = outcomes.cause[journey] as number;
    if (cause < 0) continue;
    const found = outcomes.causes[cause] as Cause;
    // A packet that reached the local stack is no dead end, though nobody listened.
    if (found.kind === 'no-listener') continue;
    const group = (groupOfCause[cause] ??= groupNamed(groups, found.group));
    group.causes.set(cause, (group.causes.get(cause) ?? 0) + 1);
    // Packets of one header and protocol are of one flow; a flow can have several headers.
    const event = firstEvent(journeys, journey);
    const likeness = flows.number(events.header[event] as number, protocolAt(events, event));
    let flow = group.ofLikeness.get(likeness);
    if (flow === undefined) {
      flow = flowLike(group, flowOf(events, journeys, journey));
      group.ofLikeness.set(likeness, flow);
    }
    flow.packets++;
  }
  return Array.from(groups.values(), (group) => deadEnd(group, outcomes.causes)).sort(
    (a, b) => b.packets - a.packets || (a.cause.group < b.cause.group ? -1 : 1),
  );
}

interface Group {
  /** Packets by cause. */
  readonly causes: Map<number, number>;
  readonly flows: Map<string, Mutable<FlowCount>>;
  readonly ofLikeness: Map<number, Mutable<FlowCount>>;
}

function groupNamed(groups: Map<string, Group>, name: string): Group {
  let group = groups.get(name);
  if (group === undefined) {
    group = { causes: new Map(), flows: new Map(), ofLikeness: new Map() };
    groups.set(name, group);
  }
  return group;
}

function flowLike(group: Group, flow: Mutable<FlowCount>): Mutable<FlowCount> {
  const key = `${flow.family} ${flow.protocol} ${flow.src} ${flow.sport} ${flow.dst} ${flow.dport}`;
  const known = group.flows.get(key);
  if (known === undefined) group.flows.set(key, flow);
  return known ?? flow;
}

/** The protocol, the family, and whether ports are none, in one number. */
function protocolAt({ places, place, identity, identities }: TraceEvents, event: number): number {
  const own = identity[event] as number;
  const isIcmp = (identities.icmpType[own] as number) >= 0 ? 1 : 0;
  const isIpv6 = places[place[event] as number]?.family === 'ipv6' ? 2 : 0;
  return (identities.protocol[own] as number) * 4 + isIpv6 + isIcmp;
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

/** A journey's flow, as the host first saw it (before NAT), none of its packets counted. */
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
    packets: 0,
  };
}
