import { connectionSituations } from './connections.ts';
import { ipv6Situations } from './ipv6.ts';
import { ownerSituations } from './owners.ts';
import { routingSituations } from './routing.ts';
import { ruleSituations } from './rules.ts';
import { setSituations } from './sets.ts';
import type { Situation } from './situation.ts';

/** What the contract calls fixable, by name. */
export const situations: Readonly<Record<string, Situation>> = {
  ...ruleSituations,
  ...setSituations,
  ...routingSituations,
  ...connectionSituations,
  ...ownerSituations,
  ...ipv6Situations,
};
