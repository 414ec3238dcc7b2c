import {
  dispositions,
  draw,
  foldChains,
  nodeEdges,
  packetQuery,
  type Room,
  simulatedPaths,
  simulateOnHost,
  type WeighedWay,
} from '../../core/index.ts';
import type { Capture } from './capture.ts';
import { countDrawn } from './drawn-counts.ts';
import { sentWords } from './changes.ts';
import { type BoxRow, type DrawnPicture, wayUnits } from './protocol.ts';

/** How many paths are drawn, those of the largest boxes. */
const mostWays = 300;

/** The path of one packet of each box, as wide as the box's share. */
export function boxWays(
  { analysis, calls }: Capture,
  host: string,
  rows: readonly BoxRow[],
  room: Room,
): DrawnPicture {
  const largest = rows.toSorted((a, b) => b.share - a.share).slice(0, mostWays);
  const ways = largest.flatMap(({ packet, share }): readonly WeighedWay[] => {
    const asked = packetQuery(sentWords(packet));
    if ('wrong' in asked) return [];
    const [way] = simulateOnHost(analysis, host, asked).ways;
    return way === undefined
      ? []
      : [{ in: packet.in, way, count: Math.max(1, Math.round(share * wayUnits)) }];
  });
  const tables = analysis.rulesets.flatMap((each) => (each.host === host ? each.ruleset.tables : []));
  const flowPaths = simulatedPaths(host, tables, ways, calls);
  const folded = foldChains(flowPaths, { ...calls, size: () => Infinity }, new Set(), { room });
  const edges = nodeEdges(folded);
  const disposition = Uint8Array.from(
    ways.flatMap(({ way, count }) =>
      Array.from({ length: count }, () => dispositions.indexOf(way.disposition)),
    ),
  );
  return {
    nodes: folded.flowPaths.nodes,
    drawing: draw(folded.flowPaths.nodes, edges.edges),
    drawn: countDrawn(edges, disposition, null),
    families: folded.families,
  };
}
