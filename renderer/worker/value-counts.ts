import { causeKinds, dispositions, type Analysis } from '../../core/index.ts';
import type { PacketIndex } from './packet-index.ts';

/** Values that packets have, each with how many packets: for completion of the filter. */
export interface ValueCounts {
  readonly src: ReadonlyMap<string, number>;
  readonly dst: ReadonlyMap<string, number>;
  readonly sport: ReadonlyMap<string, number>;
  readonly dport: ReadonlyMap<string, number>;
  readonly in: ReadonlyMap<string, number>;
  readonly out: ReadonlyMap<string, number>;
  readonly proto: ReadonlyMap<string, number>;
  readonly host: ReadonlyMap<string, number>;
  /** Chains by table and name, and places that are no chain (`routing`, `in:eth0`). */
  readonly chain: ReadonlyMap<string, number>;
  readonly via: ReadonlyMap<string, number>;
  readonly cause: ReadonlyMap<string, number>;
  readonly end: ReadonlyMap<string, number>;
}

/** One pass over the packets. Ends are those of a packet's first line, the outgoing interface that of its last. */
export function countValues(analysis: Analysis, index: PacketIndex): ValueCounts {
  const { events, journeys, flowPaths, outcomes } = analysis;
  const { headers, names } = events;
  const { headerStart, headers: ofPackets, kind, kinds } = index;
  const src = new Uint32Array(names.length);
  const dst = new Uint32Array(names.length);
  const into = new Uint32Array(names.length);
  const out = new Uint32Array(names.length);
  const sport = new Uint32Array(0x10000);
  const dport = new Uint32Array(0x10000);
  const byKind = new Uint32Array(kinds.length);
  const byPath = new Uint32Array(flowPaths.paths.length);
  const byCause = new Uint32Array(outcomes.causes.length);
  const byEnd = new Uint32Array(dispositions.length);
  for (let packet = 0; packet < journeys.count; packet++) {
    const first = ofPackets[headerStart[packet] as number] as number;
    const last = ofPackets[(headerStart[packet + 1] as number) - 1] as number;
    bump(src, headers.src[first]);
    bump(dst, headers.dst[first]);
    bump(into, headers.inInterface[first]);
    bump(out, headers.outInterface[last]);
    if (headers.dport[first] !== -1) {
      bump(sport, headers.sport[first]);
      bump(dport, headers.dport[first]);
    }
    bump(byKind, kind[packet]);
    bump(byPath, flowPaths.path[packet]);
    bump(byEnd, outcomes.disposition[packet]);
    const cause = outcomes.cause[packet] as number;
    if (cause >= 0) bump(byCause, cause);
  }
  const places = new Map<string, number>();
  flowPaths.paths.forEach((path, i) => {
    for (const name of new Set(path.map((node) => flowPaths.nodes[node]?.name ?? '')))
      add(places, name, byPath[i] as number);
  });
  const causes = new Map<string, number>();
  outcomes.causes.forEach((cause, i) => add(causes, cause.kind, byCause[i] as number));
  const isChain = ([name]: readonly [string, number]) => name.includes('/');
  const perKind = (of: 'protocol' | 'host') => {
    const counts = new Map<string, number>();
    kinds.forEach((entry, i) => add(counts, names[entry[of]] ?? '', byKind[i] as number));
    return counts;
  };
  const named = (counts: Uint32Array, nameOf: (i: number) => string) => {
    const found = new Map<string, number>();
    counts.forEach((count, i) => count > 0 && add(found, nameOf(i), count));
    return found;
  };
  const nameOf = (i: number) => names[i] ?? '';
  return {
    src: named(src, nameOf),
    dst: named(dst, nameOf),
    in: named(into, nameOf),
    out: named(out, nameOf),
    sport: named(sport, String),
    dport: named(dport, String),
    proto: perKind('protocol'),
    host: perKind('host'),
    chain: new Map([...places].filter(isChain)),
    via: new Map([...places].filter((place) => !isChain(place))),
    cause: new Map([...causes].sort(([a], [b]) => orderOf(a) - orderOf(b))),
    end: named(byEnd, (i) => dispositions[i] ?? ''),
  };
}

function orderOf(kind: string): number {
  return (causeKinds as readonly string[]).indexOf(kind);
}

function bump(counts: Uint32Array, index: number | undefined): void {
  if (index !== undefined) counts[index] = (counts[index] as number) + 1;
}

function add(counts: Map<string, number>, name: string, count: number): void {
  if (name !== '' && count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
}
