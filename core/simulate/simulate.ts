import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { WalkHost } from '../kernel/walk/walk.ts';
import { walkPacket } from '../kernel/walk/walk-packet.ts';
import type { PossibleEnd } from '../kernel/walk/walk-end.ts';
import type { Simulation } from '../model/simulation.ts';
import { simulatedAssumption } from './simulated-assumption.ts';
import { simulatedWay } from './simulated-way.ts';

/**
 * A packet's path through all tables and the routing decision. What the bundle does not tell is tried both ways;
 * ways that end alike are shown once, by the one that takes the least for granted.
 */
export function simulate(host: WalkHost, packet: MatchPacket): Simulation {
  const { ends, presumed, complete } = walkPacket(host, packet);
  return {
    ways: ends.toSorted(byAssumptions).map(simulatedWay),
    presumed: presumed.map(({ assumed }) => simulatedAssumption(assumed)),
    complete,
  };
}

/** Those that take less for granted first; of equals, those where conditions do not hold before those where they do. */
function byAssumptions({ assumptions: a }: PossibleEnd, { assumptions: b }: PossibleEnd): number {
  if (a.length !== b.length) return a.length - b.length;
  const differs = a.findIndex(({ answer }, index) => answer !== b[index]?.answer);
  return (a[differs]?.answer ?? 0) - (b[differs]?.answer ?? 0);
}
