import type { MatchPacket } from '../kernel/match/match-packet.ts';
import type { Evidence } from '../model/evidence.ts';
import type { SimulatedStep, SimulatedWay, Simulation } from '../model/simulation.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';

/** What `netopsy simulate --json` prints. */
export interface SimulationDocument {
  readonly schema: 'netopsy/simulation/1';
  readonly host: string;
  /** The packet as it was asked for; null for what is not known of it. */
  readonly packet: Pick<
    MatchPacket,
    | 'family'
    | 'protocol'
    | 'src'
    | 'dst'
    | 'sport'
    | 'dport'
    | 'icmpType'
    | 'icmpCode'
    | 'mark'
    | 'tos'
    | 'ttl'
    | 'length'
  > & { readonly interface: string | null; readonly state: string | null };
  /** One for each end that is possible; the one with the fewest assumptions first. */
  readonly ways: readonly WayDocument[];
  /** Why there may be further ends; null where all were followed. */
  readonly unexplored: string | null;
  /** What is taken for granted on some way though there are other answers, which can't be listed and were not followed. */
  readonly presumed: readonly string[];
  /**
   * The end that is certain; null where several are possible, or one rests on assumptions. Ways that only a condition or a
   * map parts, as the choice of a backend by chance, may end alike: then that is certain, too.
   */
  readonly disposition: string | null;
}

/** One way that the packet could go. */
export type WayDocument = Pick<SimulatedWay, 'disposition' | 'cause' | 'egress'> & {
  /** One sentence: how it ends. */
  readonly summary: string;
  /** What is taken for granted for this way, each completing "assuming that ...". */
  readonly assumes: readonly string[];
  readonly steps: readonly (
    | Extract<SimulatedStep, { kind: 'step' }>
    | {
        readonly kind: 'routing';
        /** `via 10.2.0.254 dev eth1`, `to this host`, or why the packet is refused. */
        readonly summary: string;
        readonly evidence: readonly Evidence[];
      }
  )[];
};

/** A simulation as a document for other programs. */
export function simulationDocument(
  host: string,
  packet: MatchPacket,
  simulation: Simulation,
  words: Words = english,
): SimulationDocument {
  const { family, protocol, src, dst, sport, dport, icmpType, icmpCode, mark, tos, ttl, length, ctstates } =
    packet;
  return {
    schema: 'netopsy/simulation/1',
    host,
    packet: {
      interface: packet.inInterface === '' ? null : packet.inInterface,
      family,
      protocol,
      src,
      dst,
      sport,
      dport,
      icmpType,
      icmpCode,
      mark,
      tos: tos === null ? null : tos | (packet.ecn ?? 0),
      ttl,
      length,
      state: ctstates?.[0] ?? null,
    },
    disposition: certainDisposition(simulation),
    ways: simulation.ways.map((each) => wayDocument(each, words)),
    unexplored: simulation.complete ? null : words.simulation.tooMuchUnknown,
    presumed: simulation.presumed.map(words.simulation.assumption),
  };
}

function certainDisposition({ ways, complete, presumed }: Simulation): string | null {
  const [way, ...others] = ways;
  if (way === undefined || !complete) return null;
  if (others.length === 0) return way.assumes.length === 0 ? way.disposition : null;
  const isEveryAnswerWalked =
    presumed.length === 0 &&
    ways.every(({ assumes }) => assumes.every(({ kind }) => kind === 'condition' || kind === 'map-value'));
  const isSame = others.every(({ disposition }) => disposition === way.disposition);
  return isEveryAnswerWalked && isSame && way.disposition !== 'unknown' ? way.disposition : null;
}

function wayDocument({ steps, end, assumes, ...way }: SimulatedWay, words: Words): WayDocument {
  return {
    ...way,
    steps: steps.map((step) =>
      step.kind === 'step'
        ? step
        : { kind: 'routing', summary: words.routing.decision(step.decision), evidence: step.evidence },
    ),
    summary: words.simulation.end(end),
    assumes: assumes.map(words.simulation.assumption),
  };
}
