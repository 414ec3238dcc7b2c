import type { Inquiry } from '../kernel/branches.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Hook } from '../model/journey.ts';
import type { SimulatedCause, SimulatedStep, SimulatedWay } from '../model/simulation.ts';
import type { SimulationInput } from './simulation-input.ts';

/** A packet under way, in one case of the inquiry. */
export interface Walk {
  readonly input: SimulationInput;
  readonly inquiry: Inquiry;
  readonly steps: SimulatedStep[];
  /** As it is now; `inInterface` and `outInterface` are those of the hook. */
  packet: MatchPacket;
  hook: Hook;
  /** The interface that routing chose; null where that is not known. */
  routedOut: string | null;
  /** The next hop's address; null for a neighbour of its own link. */
  routedVia: string | null;
  /** IPS_DST_NAT_DONE and IPS_SRC_NAT_DONE: a connection is translated once in each direction. */
  natDone: { dst: boolean; src: boolean };
}

/** How a walk ended before it was through. */
export interface WalkEnd {
  readonly disposition: SimulatedWay['disposition'];
  readonly cause: SimulatedCause | null;
  readonly summary: string;
}

/** The end of a walk that can't be followed further, for lack of that. */
export function unknownEnd(summary: string): WalkEnd {
  return { disposition: 'unknown', cause: null, summary };
}
