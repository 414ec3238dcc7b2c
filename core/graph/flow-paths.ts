import type { FlowPaths, Outcomes } from '../model/analysis.ts';
import { type Disposition, dispositions, type Hook, type Journeys } from '../model/journey.ts';
import { stepsOf } from '../model/shape-steps.ts';
import type { TraceEvents } from '../model/trace.ts';
import { type FlowNode, nodeIds } from './flow-node.ts';
import type { CallGraph } from './call-graph.ts';
import { placeNodes } from './layout.ts';
import type { JourneyKinds } from '../model/journey-kinds.ts';
import { firstEvent, lastEvent } from '../model/journey-events.ts';

/** Draws the journeys' ways as paths through a graph: where each began, the chains it visited, how it ended. */
export function buildFlowPaths(
  events: TraceEvents,
  journeys: Journeys,
  outcomes: Outcomes,
  kinds: JourneyKinds,
  callGraph: CallGraph,
): FlowPaths {
  const nodes = new Map<string, { node: FlowNode; index: number; packets: number }>();
  const paths: number[][] = [];
  const numbers = new Map<string, number>();
  const pathOf = Uint32Array.from(kinds.first, (journey) => {
    const likeness = likenessOf(journey);
    let number = numbers.get(likeness);
    if (number === undefined) {
      number = paths.push(wayOf(events, journeys, outcomes, journey).map(indexOf)) - 1;
      numbers.set(likeness, number);
    }
    return number;
  });
  countPackets();
  const path = new Uint32Array(journeys.count);
  for (let journey = 0; journey < path.length; journey++)
    path[journey] = pathOf[kinds.of[journey] as number] as number;
  const visited = Array.from(nodes.values(), ({ node, packets }) => ({ node, packets }));
  return { path, paths, nodes: placeNodes(visited, callGraph) };

  function indexOf(node: FlowNode): number {
    const known = nodes.get(node.id);
    if (known !== undefined) return known.index;
    const index = nodes.size;
    nodes.set(node.id, { node, index, packets: 0 });
    return index;
  }

  /** Journeys of equal likeness take the same path. */
  function likenessOf(journey: number): string {
    const first = events.header[firstEvent(journeys, journey)] as number;
    const last = events.header[lastEvent(journeys, journey)] as number;
    const into = events.headers.inInterface[first] as number;
    const out = events.headers.outInterface[last] as number;
    return `${journeys.shape[journey]} ${into} ${out} ${outcomes.disposition[journey]}`;
  }

  function countPackets(): void {
    const byIndex = [...nodes.values()];
    const packetsOfPath = new Float64Array(paths.length);
    kinds.packets.forEach((packets, kind) => {
      const index = pathOf[kind] as number;
      packetsOfPath[index] = (packetsOfPath[index] as number) + packets;
    });
    paths.forEach((way, index) => {
      for (const node of new Set(way)) {
        const entry = byIndex[node];
        if (entry !== undefined) entry.packets += packetsOfPath[index] as number;
      }
    });
  }
}

/** The nodes that one journey passes, in order. */
function wayOf(events: TraceEvents, journeys: Journeys, outcomes: Outcomes, journey: number): FlowNode[] {
  const first = firstEvent(journeys, journey);
  const last = lastEvent(journeys, journey);
  const host = journeys.places[events.place[first] as number]?.place.host ?? '';
  const ids = nodeIds(host);
  const into = events.names[events.headers.inInterface[events.header[first] as number] as number] as string;
  const out = events.names[events.headers.outInterface[events.header[last] as number] as number] as string;

  const way: FlowNode[] = [];
  const steps = stepsOf(journeys.shapes, journeys.shape[journey] as number);
  const begins = steps[0]?.gap === true ? ids.lost() : into === '' ? ids.local('output') : ids.in(into);
  way.push(begins);
  let hook: Hook | null = null;
  for (const step of steps) {
    const place = journeys.places[step.place]?.place;
    if (place === undefined) continue;
    if (hook === 'prerouting' && step.hook !== 'prerouting' && step.hook !== null) way.push(ids.routing());
    if ((hook === 'postrouting' || hook === 'output') && step.hook === 'prerouting')
      way.push(ids.out('lo'), ids.in('lo'));
    hook = step.hook;
    const node = ids.chain(place, step.hook, step.base);
    if (way.at(-1)?.id !== node.id) way.push(node);
  }
  return [...way, ...endOf(way.at(-1) as FlowNode)];

  function endOf(last: FlowNode): FlowNode[] {
    const disposition = dispositions[outcomes.disposition[journey] as number] as Disposition;
    switch (disposition) {
      case 'forwarded':
      case 'sent':
        return [ids.out(out)];
      case 'delivered':
      case 'queued':
        return [ids.local('input')];
      case 'dropped':
      case 'rejected': {
        const cause = outcomes.causes[outcomes.cause[journey] as number];
        const inRouting = cause !== undefined && cause.chain === null && hook === 'prerouting';
        return inRouting ? [ids.routing(), ids.drop(ids.routing())] : [ids.drop(last)];
      }
      case 'incomplete':
      case 'unknown':
        return [ids.lost()];
    }
  }
}
