import type { CtState, MatchPacket } from '../kernel/match/match-packet.ts';
import { tracedPacket } from '../kernel/match/traced-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { ResolvedPlace } from '../model/journey.ts';
import { firstEvent, lastEvent, portsAt } from '../model/journey-events.ts';
import { stepsOf } from '../model/shape-steps.ts';
import type { KnownRouting, SimulatedWay, Simulation } from '../model/simulation.ts';
import type { Tracer } from '../model/trace.ts';
import { backendsOfLines } from './backend-of-line.ts';
import {
  type ChainStep,
  isTraceStep,
  printsLines,
  seenLines,
  stepWords,
  tracersOfSteps,
} from './printed-lines.ts';
import { type SeenRules, seenChain } from '../kernel/walk/walk.ts';
import type { HostState } from '../kernel/host-state.ts';

/** Walks packets through a configuration. */
export type Replay = (state: HostState) => ReplayWalk;

/** `seen`: what the log shows decides where nothing else does. */
export type ReplayWalk = (
  packet: MatchPacket,
  routed: KnownRouting | null,
  seen: SeenRules | null,
) => Simulation;

/**
 * The packet as it came in, or was sent, in every part of a connection (ctstate) that agrees with its journey: the walk
 * through the configuration of its own capture must print the lines that the log has. Empty where none does: then a
 * walk says nothing about this packet.
 */
export function replayedPackets(
  { events, journeys, rulesets }: Pick<Analysis, 'events' | 'journeys' | 'rulesets'>,
  packet: number,
  walk: ReplayWalk,
  routed: KnownRouting | null,
): readonly ReplayedPacket[] {
  const shapes = stepsOf(journeys.shapes, journeys.shape[packet] as number);
  const traced = shapes.flatMap((shape) => stepWords(journeys.places[shape.place] as ResolvedPlace));
  const event = firstEvent(journeys, packet);
  const tracers = new Set(shapes.flatMap((shape) => journeys.places[shape.place]?.place.tracer ?? []));
  const tracerOf = tracersOfSteps(tracers, backendsOfLines({ rulesets }));
  const seen = tracedPacket(events, event, shapes[0]?.hook ?? null);
  const isOwn = shapes[0]?.hook === 'output';
  const asSent: MatchPacket = {
    ...seen,
    inInterface: isOwn ? '' : seen.inInterface,
    outInterface: '',
    physOut: '',
    owner: isOwn ? { uid: null, gid: null } : 'none',
  };
  const met = seenOn({ events, journeys }, packet);
  const lines = seenLines(shapes, journeys.places, tracers, tracerOf);
  return possibleStates(asSent).flatMap((state) => {
    const candidate: MatchPacket = { ...asSent, ctstates: [state] };
    const parts =
      state === 'NEW' && met.becomes !== null ? (['open', 'known'] as const) : (['open'] as const);
    return parts.flatMap((connection): readonly ReplayedPacket[] => {
      const { becomes } = met;
      const all = walk(candidate, routed, { ...met, connection, lines }).ways;
      const ways = all.filter((way) => printsLines(way, traced, tracerOf));
      if (ways.length === 0) return [];
      const isLater = becomes !== null && (state !== 'NEW' || connection === 'known');
      return [{ packet: candidate, ways, later: isLater ? { ...nothingSeen, becomes, connection } : null }];
    });
  });
}

/**
 * The steps of a walk that the log would have of a packet, each with the tracer that would print it: those of the
 * packet's own tracers, from the place on where its log begins.
 */
export function loggedSteps(
  { journeys, rulesets }: Pick<Analysis, 'journeys' | 'rulesets'>,
  packet: number,
  { steps }: SimulatedWay,
): readonly { readonly step: ChainStep; readonly tracer: Tracer }[] {
  const places = stepsOf(journeys.shapes, journeys.shape[packet] as number).flatMap(
    ({ place }) => journeys.places[place] ?? [],
  );
  const tracerOf = tracersOfSteps(
    new Set(places.map(({ place }) => place.tracer)),
    backendsOfLines({ rulesets }),
  );
  const [usual = 'trace'] = places.map(({ place }) => place.tracer);
  // Where the packet ends is shown even if nothing traces it there.
  const last = steps.findLast(({ kind }) => kind === 'step');
  const traced = steps.findIndex((step) => step.kind === 'step' && isTraceStep(step));
  const logged = steps.slice(traced + 1).flatMap((step) => {
    if (step.kind === 'routing' || isTraceStep(step)) return [];
    const tracer = tracerOf(step) ?? (step === last ? usual : null);
    return tracer === null ? [] : [{ step, tracer }];
  });
  const first = places[0]?.place;
  const begins = logged.findIndex(
    ({ step }) =>
      step.tableFamily === first?.tableFamily && step.table === first.table && step.chain === first.chain,
  );
  return logged.slice(Math.max(0, begins));
}

/** A packet as it came in, and the ways of its walk that print the lines of the log. */
export interface ReplayedPacket {
  readonly packet: MatchPacket;
  readonly ways: readonly SimulatedWay[];
  /** What holds for it in any configuration: what NAT once decided for its connection. */
  readonly later: SeenRules | null;
}

const nothingSeen = { chains: new Set<string>(), rules: new Set<string>() };

/** The rules that the packet's lines name; of the chain in which its trace begins, not all that it met. */
function seenOn({ events, journeys }: Pick<Analysis, 'events' | 'journeys'>, packet: number): SeenRules {
  const shapes = stepsOf(journeys.shapes, journeys.shape[packet] as number);
  const [begins, ...steps] = shapes.map((shape) => journeys.places[shape.place] as ResolvedPlace);
  const nameOf = ({ place: { tableFamily, table, chain } }: ResolvedPlace): string =>
    seenChain(tableFamily, table, chain);
  const first = begins === undefined ? '' : nameOf(begins);
  const whole = steps.filter((step) => nameOf(step) !== first && step.place.tracer !== 'log');
  const uncounted = new Set(
    whole.filter(({ at, place }) => at === 'unknown' || place.number === null).map(nameOf),
  );
  const told = whole.filter((step) => !uncounted.has(nameOf(step)));
  return {
    chains: new Set(told.map(nameOf)),
    becomes: destinationSeen(events, journeys, packet, shapes),
    connection: 'open',
    rules: new Set(
      told.flatMap((step) => (step.at === 'rule' ? [`${nameOf(step)} ${step.place.number}`] : [])),
    ),
  };
}

/** The destination after DNAT of a packet that met no nat chain, from its last line; null where none stands after DNAT's hook. */
function destinationSeen(
  events: Analysis['events'],
  journeys: Analysis['journeys'],
  packet: number,
  shapes: ReturnType<typeof stepsOf>,
): SeenRules['becomes'] {
  const [first, last] = [shapes[0], shapes.at(-1)];
  const isPast = last !== undefined && last.hook !== first?.hook;
  const isNew = shapes.some(({ place }) => journeys.places[place]?.place.table === 'nat');
  if (!isPast || isNew) return null;
  const event = lastEvent(journeys, packet);
  const { dst } = events.headers;
  const address = events.names[dst[events.header[event] as number] as number] as string;
  return { dst: address, dport: portsAt(events, event).dport };
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
