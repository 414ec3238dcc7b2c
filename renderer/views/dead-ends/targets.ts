import type { DeadEndSummary } from '../../worker/protocol.ts';

/** What packets of a dead end wanted, `tcp 8081`, and how many they were. */
export interface Target {
  readonly name: string;
  readonly packets: number;
}

/** Destination ports, or protocols without ports, the most frequent first; of a dead end with very many flows, of the first ones. */
export function targetsOf({ flows }: DeadEndSummary): readonly Target[] {
  const counts = new Map<string, number>();
  for (const { protocol, dport, packets } of flows) {
    const name = dport === null ? protocol : `${protocol} ${dport}`;
    counts.set(name, (counts.get(name) ?? 0) + packets);
  }
  return [...counts].map(([name, packets]) => ({ name, packets })).sort((a, b) => b.packets - a.packets);
}
