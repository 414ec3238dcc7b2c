import type { Branch } from './branch.ts';
import { assumptionsIn } from './trail.ts';
import { endHeaders } from './header-ends.ts';
import { endKey, type WalkEnd } from './walk-end.ts';

/** How packets leave a chain. */
export interface Exits {
  /** Accepted, which ends the base chain too. */
  readonly accepted: readonly Branch[];
  /** Back to the caller; from a base chain, to its policy. */
  readonly returned: readonly Branch[];
  readonly ends: Ends;
}

/** Ends by what they are, those of packets that leave also by the packet; each by the branch that assumes the least. */
export type Ends = Map<string, { readonly end: WalkEnd; readonly branch: Branch }>;

export function addEnd(ends: Ends, end: WalkEnd, branch: Branch): void {
  if (branch.headers !== null) {
    endHeaders(branch.headers, end, branch.packet);
    return;
  }
  const { src, dst, sport, dport } = branch.packet;
  const leaves = end.kind === 'forwarded' || end.kind === 'sent';
  const key = leaves ? [endKey(end), src, dst, sport, dport].join(' ') : endKey(end);
  const known = ends.get(key);
  if (known === undefined || assumptionsIn(branch.trail) < assumptionsIn(known.branch.trail))
    ends.set(key, { end, branch });
}
