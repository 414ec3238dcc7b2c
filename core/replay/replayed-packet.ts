import { isTraceRule } from '../dialects/printed-rule.ts';
import { startsTrace } from '../kernel/rule-effect.ts';
import type { CtState, MatchPacket } from '../kernel/match/match-packet.ts';
import { tracedPacket } from '../kernel/match/traced-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { ResolvedPlace } from '../model/journey.ts';
import { firstEvent, lastEvent, portsAt } from '../model/journey-events.ts';
import { stepsOf } from '../model/shape-steps.ts';
import type { KnownRouting, SimulatedWay, Simulation } from '../model/simulation.ts';
import type { Tracer } from '../model/trace.ts';
import { type BackendOfLine, backendsOfLines } from './backend-of-line.ts';
import { stepKindOf } from '../kernel/walk/after-step.ts';
import { type SeenLines, type SeenRules, seenChain } from '../kernel/walk/walk.ts';
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

/** A step in a chain; routing decisions are no lines of a log. */
export type ChainStep = Extract<SimulatedWay['steps'][number], { kind: 'step' }>;

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

function isTraceStep({ text }: Pick<ChainStep, 'text'>): boolean {
  return text !== null && isTraceRule(text);
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

/** What the trace shows, in words that a walk would have for it; a TRACE rule itself is not logged by the kernel. */
function stepWords({ place, rule, at }: ResolvedPlace): readonly string[] {
  const { tableFamily, table, chain, kind, number } = place;
  return (rule !== null && rule.spec.dialect === 'iptables' && startsTrace(rule.spec)) ||
    isUnsure(place.tracer, at, number)
    ? []
    : [placeWords(tableFamily, table, chain, place.tracer === 'trace' ? kind : null, number)];
}

/** Other tracers than TRACE call every rule `rule`; the number alone tells whether it is the end of the chain. */
function placeWords(
  family: string,
  table: string,
  chain: string,
  kind: string | null,
  number: number | null,
): string {
  return [family, table, chain, ...(kind === null ? [] : [kind]), number].join(':');
}

/** The log begins after the TRACE rule. */
function printsLines({ steps }: SimulatedWay, traced: readonly string[], tracerOf: TracerOf): boolean {
  const printed = steps.flatMap((step) => (step.kind === 'routing' ? [] : (lineOf(step, tracerOf) ?? [])));
  const start = printed.length - traced.length;
  return start >= 0 && traced.every((words, i) => printed[start + i] === words);
}

/** The line that a step prints; null for none. */
function lineOf(step: PrintedStep, tracerOf: TracerOf): string | null {
  if (isTraceStep(step)) return null;
  const { tableFamily, table, chain, stepKind, number } = step;
  const tracer = tracerOf(step);
  if (tracer === null || (step.text === null && isUnsure(tracer, stepKind, number))) return null;
  return placeWords(tableFamily, table, chain, tracer === 'trace' ? stepKind : null, number);
}

type PrintedStep = Pick<ChainStep, 'tableFamily' | 'table' | 'chain' | 'stepKind' | 'number' | 'text' | 'at'>;

/**
 * The same lines for the walk to follow, so that it need not go the ways that print others; null where it can't tell which
 * line is the first: a chain may be called twice, a base chain is met once.
 */
function seenLines(
  shapes: ReturnType<typeof stepsOf>,
  places: Analysis['journeys']['places'],
  tracers: ReadonlySet<Tracer>,
  tracerOf: TracerOf,
): SeenLines | null {
  const lines = shapes.map(({ place }) => stepWords(places[place] as ResolvedPlace));
  const traced = lines.flat();
  const first = shapes[lines.findIndex((words) => words.length > 0)];
  if (tracers.has('log') || first === undefined || first.hook === null) return null;
  if (first.base?.layer !== 'ip' || first.depth > 0) return null;
  return {
    hook: first.hook,
    prints({ table, chain, number, rule, isBase }, index) {
      const line = lineOf(
        {
          tableFamily: table.family,
          table: table.name,
          chain: chain.name,
          stepKind: stepKindOf({ rule, isBase }),
          number,
          text: rule?.text ?? null,
          at: rule?.at ?? chain.at,
        },
        tracerOf,
      );
      return line === null ? null : line === traced[index];
    },
  };
}

/** The tracer that tells of a step; null where none of those that follow the packet does. */
type TracerOf = (step: Pick<ChainStep, 'at'>) => Tracer | null;

/** TRACE in the kernel log tells of iptables-legacy, the monitors of nftables. */
function tracersOfSteps(tracers: ReadonlySet<Tracer>, backendOf: BackendOfLine): TracerOf {
  const [usual = 'trace'] = tracers;
  const monitor = (['nft', 'xtables'] as const).find((each) => tracers.has(each)) ?? null;
  return ({ at }) => {
    switch (backendOf(at)) {
      case 'legacy':
        return tracers.has('trace') ? 'trace' : tracers.has('log') ? 'log' : null;
      case 'nft':
        return monitor ?? (tracers.has('log') ? 'log' : null);
      default:
        return usual;
    }
  };
}

/**
 * Ends of chains that the monitors may print or not: that of a called chain depends on the kernel, and iptables-nft-save
 * shows built-in chains without rules whether they hang on their hook or not.
 */
function isUnsure(tracer: Tracer, at: ResolvedPlace['at'], number: number | null): boolean {
  return tracer !== 'trace' && (at === 'return' || (at === 'policy' && number === 1));
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
