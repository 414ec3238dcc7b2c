import { shortAddress } from '../../kernel/address.ts';
import { builtInChain } from '../../kernel/chains/base-chains.ts';
import type { ActiveChains } from '../../kernel/chains/active-chains.ts';
import type { MatchPacket } from '../../kernel/match/match-packet.ts';
import { tracedPacket } from '../../kernel/match/traced-packet.ts';
import type { Family } from '../../model/family.ts';
import type { BaseChain, Hook, Journeys, ResolvedPlace, ChainPath } from '../../model/journey.ts';
import { SOURCE_ROUTE_SHIFT, SOURCE_ROUTES, type SourceRoute, type TraceEvents } from '../../model/trace.ts';
import { deltaNumber } from '../../model/delta-column.ts';
import { firstEvent, lastEvent, portsAt } from '../../model/journey-events.ts';
import { type ConnectionAfter, connectionAfter } from './answers.ts';
import { isFlowAgainAtNat } from './flow-again-at-nat.ts';
import { type WayFacts, wayFactsOf } from './way-facts.ts';

/** The end of a journey as the log shows it: the last step, the header it had there, and what should have followed. */
export interface JourneyEnd {
  readonly host: string;
  readonly family: Family;
  readonly last: ResolvedPlace;
  readonly hook: Hook | null;
  /** The base chain that the last step is in, or that its chain was called from; null where that is not known. */
  readonly base: BaseChain | null;
  /** The packet came from a local process: its journey began in OUTPUT. */
  readonly local: boolean;
  /** The hook of the first line; null where it is in no known chain. */
  readonly beginsAt: Hook | null;
  /** The log shows no beginning, or a step that can't follow the one before it. */
  readonly linesMissing: boolean;
  /** The backends whose chains the packet's lines show. */
  readonly tracedSides: 'legacy' | 'nft' | 'both' | 'none';
  /** A frame that its bridge showed to PREROUTING of IP, as br_netfilter does. */
  readonly bridgedIp: boolean;
  /** The nat chains saw the packet: it was the first of its connection, as far as the log tells. */
  readonly visitedNat: boolean;
  /** A rule that it met says that conntrack is to leave it alone. */
  readonly untracked: boolean;
  /** As the tools of the bundle's other files print them: the log has IPv6 addresses in full. */
  readonly src: string;
  readonly dst: string;
  readonly protocol: string;
  readonly sport: number | null;
  readonly dport: number | null;
  /** -1 for what is not ICMP. */
  readonly icmpType: number;
  readonly inInterface: string;
  readonly outInterface: string;
  readonly physIn: string;
  readonly physOut: string;
  readonly dstMac: string;
  readonly mark: number;
  readonly tos: number;
  readonly ttl: number;
  readonly lengthBytes: number;
  readonly ipId: number;
  /** The kernel's clock at the last line, in whole seconds; null where the log does not show it. */
  readonly second: number | null;
  readonly dontFragment: boolean;
  /** The source route in the packet's IP options. */
  readonly sourceRoute: SourceRoute | null;
  /** What the log shows of the packet's connection after it. */
  readonly connection: ConnectionAfter;
  /** The nat chains of POSTROUTING saw another packet of the flow, too. */
  readonly isFlowAgainAtNat: boolean;
  /** The packet there, as rules see it. */
  readonly packet: MatchPacket;
}

/** The ending of journey `journey`; or, with an event of it and the way up to there, as if it had ended there. */
export function journeyEndOf(
  events: TraceEvents,
  journeys: Journeys,
  journey: number,
  last: number = lastEvent(journeys, journey),
  way: number = journeys.shape[journey] as number,
): JourneyEnd {
  const first = firstEvent(journeys, journey);
  const shape = journeys.shapes[way] as ChainPath;
  const resolved = journeys.places[events.place[last] as number] as ResolvedPlace;
  const headers = events.headers;
  const header = events.header[last] as number;
  const identity = events.identity[last] as number;
  const name = (column: ArrayLike<number>): string => events.names[column[header] as number] as string;
  const facts = wayFactsOf(journeys)[way] as WayFacts;
  // What comes in again over lo is of a connection that conntrack knows by then: it has passed nat.
  const cameBack = facts.beginsAt === 'output' && (shape.hook === 'prerouting' || shape.hook === 'input');
  const firstHeader = events.header[first] as number;
  const rewritten = headers.dst[firstHeader] !== headers.dst[header];
  return {
    host: resolved.place.host,
    family: resolved.place.family,
    last: resolved,
    hook: shape.hook,
    base: shape.base ?? baseByTable(resolved, shape.hook),
    local: facts.beginsAt === 'output',
    beginsAt: facts.beginsAt,
    linesMissing: facts.gap,
    tracedSides: sidesOf(facts),
    bridgedIp: facts.bridgedIp,
    visitedNat: facts.visitedNat && !cameBack,
    untracked: facts.untracked,
    src: shortAddress(name(headers.src)),
    dst: shortAddress(name(headers.dst)),
    protocol: events.names[events.identities.protocol[identity] as number] as string,
    ...portsAt(events, last),
    icmpType: events.identities.icmpType[identity] as number,
    inInterface: name(headers.inInterface),
    // After DNAT in OUTPUT the packet is routed again, but OUT= of that hook still shows the first way.
    outInterface: shape.hook === 'output' && rewritten ? '' : name(headers.outInterface),
    physIn: name(headers.physIn),
    physOut: name(headers.physOut),
    dstMac: name(headers.dstMac),
    mark: headers.mark[header] as number,
    tos: headers.tos[header] as number,
    ttl: events.ttl[last] as number,
    lengthBytes: events.identities.length[identity] as number,
    second: secondOf(events, last),
    ipId: events.identities.ipId[identity] as number,
    dontFragment: ((events.identities.fragment[identity] as number) & 1) === 1,
    sourceRoute:
      SOURCE_ROUTES[(events.identities.fragment[identity] as number) >> SOURCE_ROUTE_SHIFT] ?? null,
    get connection() {
      return connectionAfter(events, journeys, last);
    },
    get isFlowAgainAtNat() {
      return isFlowAgainAtNat(events, journeys, last);
    },
    get packet() {
      return tracedPacket(events, last, shape.hook);
    },
  };
}

function sidesOf({ legacy, nft }: WayFacts): JourneyEnd['tracedSides'] {
  if (legacy && nft) return 'both';
  return legacy ? 'legacy' : nft ? 'nft' : 'none';
}

function secondOf(events: TraceEvents, event: number): number | null {
  const microseconds = deltaNumber(events.uptime, event);
  return Number.isNaN(microseconds) ? null : Math.floor(microseconds / 1e6);
}

/** A log that begins in a user-defined chain and still tells the hook: the table's own chain there. */
function baseByTable({ place }: ResolvedPlace, hook: Hook | null): BaseChain | null {
  return hook === null ? null : builtInChain(place.tableFamily, place.table, hook.toUpperCase(), 'legacy');
}

/** Whether the last step is in a chain of nat. */
export function endsInNat({ base, last }: JourneyEnd): boolean {
  return base?.nat ?? last.place.table === 'nat';
}

/** The last step lets the packet go on: a chain of nat does so whatever its rules are. */
export function letsPass(ending: JourneyEnd): boolean {
  const { verdict } = ending.last;
  return verdict === 'accept' || (verdict === null && endsInNat(ending));
}

/**
 * The chains that would have logged the packet next, had the last step let it go on; `filter/FORWARD`. Empty where no
 * chain would, or where that is not known.
 */
export function chainsAhead(ending: JourneyEnd, tables: ActiveChains): readonly string[] {
  return baseChainsAhead(ending, tables).map(({ table, chain }) => `${table}/${chain}`);
}

/**
 * The same as base chains. nat is asked only for a packet that the nat chains have seen before: they see none but the
 * first packet of a connection.
 */
export function baseChainsAhead(ending: JourneyEnd, tables: ActiveChains): readonly BaseChain[] {
  const { host, family, base, visitedNat, last } = ending;
  // A LOG rule logs what it matches: see causes/after-log-rule.ts.
  if (base === null || last.place.tracer === 'log') return [];
  const sides = ending.tracedSides === 'both' ? (['legacy', 'nft'] as const) : [base.side];
  const on = (hook: Hook, layer: BaseChain['layer'] = 'ip'): readonly BaseChain[] =>
    sides
      .flatMap((side) => tables.liveOn(host, side, family, { layer, hook }))
      .filter((chain) => !chain.nat || visitedNat);
  const sameHook = on(base.hook, base.layer).filter(
    (chain) =>
      chain.priority > base.priority &&
      // A packet that nat has not seen in PREROUTING or OUTPUT may be of a known connection.
      (!chain.nat || base.hook === 'input' || base.hook === 'postrouting'),
  );
  if (sameHook.length > 0) return sameHook;
  const toOtherHosts = ending.outInterface !== 'lo';
  if (base.layer === 'bridge') return afterBridge(base, ending.bridgedIp, on);
  switch (base.hook) {
    case 'prerouting':
      return [...on('input'), ...on('forward')].filter(({ nat }) => !nat);
    case 'forward':
      return on('postrouting');
    case 'output': {
      const last = on('postrouting');
      return last.length > 0 || toOtherHosts ? last : on('prerouting');
    }
    case 'postrouting':
      return toOtherHosts ? [] : on('prerouting');
    case 'input':
      return [];
  }
}

/** NF_BR_PRI_BRNF - 1, at which br_nf_forward() takes frames to the FORWARD of IP (net/bridge/br_netfilter_hooks.c). */
const BRIDGED_FORWARD = -1;

/** Whether IP sees frames of the bridge is left open where it has not seen this one: br_netfilter may be off. */
function afterBridge(
  { hook, priority, known }: BaseChain,
  bridgedIp: boolean,
  on: (hook: Hook, layer: BaseChain['layer']) => readonly BaseChain[],
): readonly BaseChain[] {
  switch (hook) {
    case 'prerouting':
      return [...on('input', 'bridge'), ...on('forward', 'bridge')];
    case 'forward': {
      const ofIp =
        bridgedIp && (known === 'inferred' || priority < BRIDGED_FORWARD) ? on('forward', 'ip') : [];
      return ofIp.length > 0 ? ofIp : on('postrouting', 'bridge');
    }
    case 'output':
      return on('postrouting', 'bridge');
    case 'input':
    case 'postrouting':
      return [];
  }
}
