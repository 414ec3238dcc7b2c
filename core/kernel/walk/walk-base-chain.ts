import type { HookedChain } from '../chains/hook-stations.ts';
import type { Branch } from './branch.ts';
import { addEnd } from './exits.ts';
import type { Walk } from './walk.ts';
import { byPolicy, walkChain } from './walk-chain.ts';

/** Packets in a base chain from its first rule on; those that it accepts. */
export function walkBaseChain(
  walk: Walk,
  { table, chain }: HookedChain,
  branches: readonly Branch[],
): readonly Branch[] {
  const visit = { table, chain, isBase: true, from: 0, caller: null, depth: 0 };
  const { accepted, ends } = byPolicy(walk, visit, walkChain(walk, visit, branches));
  for (const { end, branch } of ends.values()) addEnd(walk.ends, end, branch);
  return accepted;
}
