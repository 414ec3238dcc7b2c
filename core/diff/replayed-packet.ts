import type { CtState, MatchPacket } from '../kernel/match/match-packet.ts';
import { tracedPacket } from '../kernel/match/traced-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { ResolvedPlace, Shape } from '../model/journey.ts';
import { firstEvent } from '../model/journey-events.ts';
import { stepsOf } from '../model/shape-steps.ts';
import type { KnownRouting, SimulatedWay, Simulation } from '../model/simulation.ts';
import type { HostState } from './host-state.ts';

/** Walks packets through a configuration. */
export type Replay = (state: HostState) => (packet: MatchPacket, routed: KnownRouting | null) => Simulation;

/**
 * The packet as it came in, or was sent, in every part of a connection (ctstate) that agrees with its journey: the walk
 * through the configuration of its own capture must print the lines that the log has. Empty where none does: then a
 * walk says nothing about this packet.
 */
export function replayedPackets(
  { events, journeys }: Pick<Analysis, 'events' | 'journeys'>,
  packet: number,
  walk: ReturnType<Replay>,
  routed: KnownRouting | null,
): readonly MatchPacket[] {
  const shapes = stepsOf(journeys.shapes, journeys.shape[packet] as number);
  const traced = shapes.map((shape) => stepWords(shape, journeys.places));
  const event = firstEvent(journeys, packet);
  const seen = tracedPacket(events, event, shapes[0]?.hook ?? null);
  const isOwn = shapes[0]?.hook === 'output';
  const asSent: MatchPacket = {
    ...seen,
    inInterface: isOwn ? '' : seen.inInterface,
    outInterface: '',
    physOut: '',
    owner: isOwn ? { uid: null, gid: null } : 'none',
  };
  return possibleStates(asSent)
    .map((state): MatchPacket => ({ ...asSent, ctstates: [state] }))
    .filter((candidate) => walk(candidate, routed).ways.some((way) => printsLines(way, traced)));
}

function stepWords({ place }: Shape, places: readonly ResolvedPlace[]): string {
  const { table, chain, kind, number } = (places[place] as ResolvedPlace).place;
  return `${table}:${chain}:${kind}:${number}`;
}

/** The log begins behind the TRACE rule, and a TRACE rule itself is not logged. */
function printsLines({ steps }: SimulatedWay, traced: readonly string[]): boolean {
  const printed = steps.flatMap((step) =>
    step.kind === 'routing' || isTrace(step.text)
      ? []
      : [`${step.table}:${step.chain}:${step.stepKind}:${step.number}`],
  );
  const start = printed.length - traced.length;
  return start >= 0 && traced.every((words, i) => printed[start + i] === words);
}

function isTrace(rule: string | null): boolean {
  return rule !== null && /\s-j TRACE\b/.test(rule);
}

/**
 * What conntrack can make of a packet of its kind (nf_conntrack_in()). A SYN begins a connection; other segments of TCP
 * may be INVALID, and begin one where the kernel is loose (nf_conntrack_tcp_loose). ICMP errors are RELATED to what
 * they are about.
 */
function possibleStates({ protocol, tcpFlags, icmpType, family }: MatchPacket): readonly CtState[] {
  if (protocol === 'tcp') {
    const [syn, ack] = [((tcpFlags ?? 0) & 0x02) !== 0, ((tcpFlags ?? 0) & 0x10) !== 0];
    return syn && !ack ? ['NEW'] : ['ESTABLISHED', 'NEW', 'INVALID'];
  }
  if (icmpType === null) return ['NEW', 'ESTABLISHED'];
  const echoRequest = family === 'ipv6' ? 128 : 8;
  const echoReply = family === 'ipv6' ? 129 : 0;
  if (icmpType === echoRequest) return ['NEW', 'ESTABLISHED'];
  return icmpType === echoReply ? ['ESTABLISHED', 'INVALID'] : ['RELATED', 'INVALID', 'UNTRACKED'];
}
