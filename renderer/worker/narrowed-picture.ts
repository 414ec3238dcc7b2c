import { type CallGraph, draw, foldChains, nodeEdges, pathsOf, type Room } from '../../core/index.ts';
import type { Capture } from './capture.ts';
import { countDrawn } from './drawn-counts.ts';
import type { DrawnPicture } from './protocol.ts';

/** Few chains on the way of a few packets are drawn one by one; this many places are no longer read at a glance. */
const manyPlaces = 18;

/** The ways of the last filter's packets alone, or the one way that a packet (from 0) went, drawn without gaps for what is not on them. */
export function narrowedPicture(
  { analysis, calls, narrowed }: Capture,
  packet: number | null,
  unfolded: readonly string[],
  room: Room,
): DrawnPicture {
  const { journeys, flowPaths, outcomes } = analysis;
  const filtered = narrowed.packets ?? Uint32Array.from({ length: journeys.count }, (_, i) => i);
  const { path } = flowPaths;
  const packets = packet === null ? filtered : filtered.filter((each) => path[each] === path[packet]);
  const folded = foldChains(pathsOf(flowPaths, packets), withoutGaps(calls), new Set(unfolded), {
    room,
    manyPlaces,
  });
  const edges = nodeEdges(folded);
  const { nodes } = folded.flowPaths;
  const disposition = Uint8Array.from(packets, (packet) => outcomes.disposition[packet] as number);
  return {
    nodes,
    drawing: draw(nodes, edges.edges),
    drawn: countDrawn(edges, disposition, null),
    families: folded.families,
  };
}

/** Few chains keep their places whether packets visited them or not; here those of other ways are gaps. */
function withoutGaps(calls: CallGraph): CallGraph {
  return { ...calls, size: () => Infinity };
}
