import { type Analysis, type FlowPaths, nextEvent } from '../../core/index.ts';
import { words } from '../language.ts';
import type { Capture } from './capture.ts';
import type { EdgeRule } from './protocol.ts';

/**
 * What took packets from one node to the next: the rules (or the chain's end) that they left the first chain by.
 * Empty where the edge does not begin in a chain.
 */
export function edgeRules(
  { analysis, folded }: Pick<Capture, 'analysis' | 'folded'>,
  host: string,
  from: string,
  to: string,
): readonly EdgeRule[] {
  const { events, journeys, flowPaths } = analysis;
  const drawn = drawnNames(flowPaths, folded, host);
  const chainOf = journeys.places.map(({ place }) => {
    const name = `${place.table}/${place.chain}`;
    return drawn.get(name) ?? name;
  });
  const takes = folded.flowPaths.paths.map((path) => edgesOf(folded.flowPaths, path, host));
  const edge = edgeKey(from, to);
  const byPlace = new Map<number, number>();
  for (let packet = 0; packet < journeys.count; packet++) {
    const edges = takes[flowPaths.path[packet] ?? 0];
    if (!edges?.has(edge)) continue;
    for (let event = journeys.first[packet] ?? -1, following: number; event >= 0; event = following) {
      following = nextEvent(journeys, event);
      const place = events.place[event] ?? 0;
      if (chainOf[place] !== from) continue;
      const next = following < 0 ? undefined : chainOf[events.place[following] ?? 0];
      if (next === from) continue;
      // Where the next line's chain is no neighbour in the graph, a node without lines (routing, drop) lies between.
      const goesTo = next !== undefined && edges.has(edgeKey(from, next)) ? next : null;
      if (goesTo === to || (goesTo === null && !to.includes('/'))) {
        byPlace.set(place, (byPlace.get(place) ?? 0) + 1);
      }
    }
  }
  return merged(analysis, byPlace);
}

/** The names of a host's places as they are drawn: a chain of a folded family has the family's. */
function drawnNames({ nodes }: FlowPaths, { flowPaths, nodeOf }: Capture['folded'], host: string) {
  return new Map(
    nodes.flatMap(({ host: of, name }, index) =>
      of === host ? [[name, flowPaths.nodes[nodeOf[index] ?? -1]?.name ?? name] as const] : [],
    ),
  );
}

function edgesOf(flowPaths: FlowPaths, path: readonly number[], host: string): ReadonlySet<string> {
  const edges = new Set<string>();
  path.forEach((index, i) => {
    const node = flowPaths.nodes[index];
    const next = flowPaths.nodes[path[i + 1] ?? -1];
    if (node !== undefined && next !== undefined && node.host === host)
      edges.add(edgeKey(node.name, next.name));
  });
  return edges;
}

function edgeKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

/** Places of one rule can differ in what the log calls them; a reader sees one rule. */
function merged({ journeys }: Analysis, byPlace: ReadonlyMap<number, number>): readonly EdgeRule[] {
  const rules = new Map<string, EdgeRule>();
  for (const [index, packets] of byPlace) {
    const resolved = journeys.places[index];
    if (resolved === undefined) continue;
    const { rule, at, place, shownAt } = resolved;
    const text =
      rule?.text ??
      (at === 'policy'
        ? policyWords(shownAt?.text)
        : at === 'return'
          ? words.panes.endOfChain
          : (place.printed?.text ?? words.panes.numbered('rule', place.number)));
    const number = rule === null ? null : (rule.number ?? place.number);
    const key = `${number} ${text}`;
    rules.set(key, { text, number, packets: packets + (rules.get(key)?.packets ?? 0) });
  }
  return [...rules.values()].sort((a, b) => b.packets - a.packets);
}

function policyWords(shown: string | undefined): string {
  const policy = /\b(ACCEPT|DROP)\b/.exec(shown ?? '')?.[1];
  return policy === undefined ? words.panes.policy : words.panes.policyOf(policy);
}
