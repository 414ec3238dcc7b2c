import type { DeadEnd, FlowCount, Outcomes } from '../model/analysis.ts';
import { flowAt } from '../model/flow.ts';
import { Pairs } from '../model/pairs.ts';
import type { Cause, Journeys } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import { firstEvent } from '../model/journey-events.ts';

/** The dead ends, those with the most packets first. */
export function groupDeadEnds(
  events: TraceEvents,
  journeys: Journeys,
  outcomes: Outcomes,
): readonly DeadEnd[] {
  const groups = new Map<string, Group>();
  const groupOfCause = outcomes.causes.map((cause) => groupOf(groups, cause));
  const flows = groupFlows(events, journeys, (journey) => {
    const cause = outcomes.cause[journey] as number;
    const group = cause < 0 ? null : (groupOfCause[cause] as Group | null);
    if (group === null) return -1;
    group.causes.set(cause, (group.causes.get(cause) ?? 0) + 1);
    return group.number;
  });
  return Array.from(groups.values(), (group) =>
    deadEnd(group, flows.get(group.number) ?? [], outcomes.causes),
  ).sort((a, b) => b.packets - a.packets || (a.cause.group < b.cause.group ? -1 : 1));
}

interface Group {
  readonly number: number;
  /** Packets by cause. */
  readonly causes: Map<number, number>;
}

/** Null for a packet that reached the local stack: it is no dead end, though nobody listened. */
function groupOf(groups: Map<string, Group>, { kind, group: name }: Cause): Group | null {
  if (kind === 'no-listener') return null;
  let group = groups.get(name);
  if (group === undefined) {
    group = { number: groups.size, causes: new Map() };
    groups.set(name, group);
  }
  return group;
}

/** Numbers the flows that trace events show. */
function flowNumbers({ places, place, header, headers, identity, identities }: TraceEvents) {
  const [sources, destinations, ends, flows] = [new Pairs(), new Pairs(), new Pairs(), new Pairs()];
  const families = Uint8Array.from(places, ({ family }) => (family === 'ipv6' ? 2 : 0));
  const of = (event: number): number => {
    const at = header[event] as number;
    const own = identity[event] as number;
    const isIcmp = (identities.icmpType[own] as number) >= 0;
    const port = (column: Int32Array): number => (isIcmp ? 0 : (column[at] as number) + 1);
    const source = sources.number(headers.src[at] as number, port(headers.sport));
    const destination = destinations.number(headers.dst[at] as number, port(headers.dport));
    const kind = (families[place[event] as number] as number) + (isIcmp ? 1 : 0);
    const protocol = (identities.protocol[own] as number) * 4 + kind;
    return flows.number(ends.number(source, destination), protocol);
  };
  return { of, end: () => [sources, destinations, ends, flows].forEach((pairs) => pairs.end()) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function deadEnd(group: Group, flows: readonly FlowCount[], causes: readonly Cause[]): DeadEnd {
  const byCount = [...group.causes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const [first] = byCount as [[number, number], ...[number, number][]];
  const cause = causes[first[0]] as Cause;
  return {
    host: cause.host,
    cause,
    causes: byCount.map(([index]) => index),
    packets: byCount.reduce((sum, [, packets]) => sum + packets, 0),
    flows,
  };
}

/** The flows of the packets that `numberOf` gives a number, by that number, the most packets first. */
export function groupFlows(
  events: TraceEvents,
  journeys: Journeys,
  numberOf: (journey: number) => number,
): ReadonlyMap<number, readonly FlowCount[]> {
  const groups = new Map<number, Mutable<FlowCount>[]>();
  const numbers = flowNumbers(events);
  const ofGroup = new Pairs();
  const flows: Mutable<FlowCount>[] = [];
  for (let journey = 0; journey < journeys.count; journey++) {
    const group = numberOf(journey);
    if (group < 0) continue;
    const event = firstEvent(journeys, journey);
    const number = ofGroup.number(group, numbers.of(event));
    if (number === flows.length) {
      const family = events.places[events.place[event] as number]?.family ?? 'ipv4';
      const flow: Mutable<FlowCount> = { family, ...flowAt(events, event), packets: 0 };
      flows.push(flow);
      const known = groups.get(group);
      if (known === undefined) groups.set(group, [flow]);
      else known.push(flow);
    }
    (flows[number] as Mutable<FlowCount>).packets++;
  }
  numbers.end();
  ofGroup.end();
  for (const own of groups.values()) own.sort((a, b) => b.packets - a.packets);
  return groups;
}
