import { firstEvent, lastEvent } from '../model/journey-events.ts';
import type { Journeys } from '../model/journey.ts';
import type { TraceEvents } from '../model/trace.ts';
import { shortAddress } from '../kernel/address.ts';
import { flowKey } from '../kernel/flow-key.ts';
import { answerOf, type Flow, flowAt } from '../model/flow.ts';
import { collectForwarded, type RoutedAlike, routedKey } from './forwarded-alike.ts';
import { pathsWith } from './paths-with.ts';

/** What the log itself shows of the host's state, whatever its files say of a later moment. Flows are those before NAT. */
export interface LogFacts {
  /**
   * The interfaces by which packets of the family came in and were forwarded after others had vanished after PREROUTING:
   * forwarding was not switched off for good in between.
   */
  readonly forwardedFrom: (host: string, family: string) => ReadonlySet<string>;
  /** The interfaces by which packets came in. */
  readonly cameIn: (host: string) => ReadonlySet<string>;
  /** The sources of the packets that came in by an interface, as `ip neigh` prints addresses. */
  readonly sourcesOn: (host: string, dev: string) => ReadonlySet<string>;
  /** The destinations of TCP packets that acknowledge something: they had answered before. */
  readonly acknowledged: (host: string) => ReadonlySet<string>;
  /** The stations to which a bridge of the host forwarded frames, by their MAC. */
  readonly bridgedTo: (host: string) => ReadonlySet<string>;
  /** How many packets of a flow the nat chains of POSTROUTING saw. */
  readonly natVisits: (host: string, flow: Flow) => number;
  /** Whether the host itself sent a RST to the flow's source. */
  readonly answeredWithReset: (host: string, flow: Flow) => boolean;
  /** Whether the log shows a packet forwarded that routing could not tell from this one. */
  readonly forwardedAlike: (host: string, packet: RoutedAlike) => boolean;
  /** The first and last journey of a flow, by number; null for a flow that the log does not show. */
  readonly seen: (host: string, flow: Flow) => { readonly first: number; readonly last: number } | null;
}

/** Looks through the journeys once, when somebody asks first, and once more for the first who asks for flows. */
export function logFacts(events: TraceEvents, journeys: Journeys): LogFacts {
  let found: Found | null = null;
  let foundFlows: Flows | null = null;
  let forwarded: ReadonlySet<string> | null = null;
  const facts = (): Found => (found ??= lookThrough(events, journeys));
  const flows = (): Flows => (foundFlows ??= collectFlows(events, journeys));
  return {
    forwardedFrom: (host, family) => facts().forwarded.get(`${host}\0${family}`) ?? none,
    cameIn: (host) => facts().cameIn.get(host) ?? none,
    sourcesOn: (host, dev) => facts().sources.get(`${host}\0${dev}`) ?? none,
    acknowledged: (host) => facts().acknowledged.get(host) ?? none,
    bridgedTo: (host) => facts().bridged.get(host) ?? none,
    natVisits: (host, flow) => flows().natVisits.get(keyOf(host, flow)) ?? 0,
    // One thing after the other: packets that differ in what was not looked at share their explanation.
    answeredWithReset: (host, flow) => {
      if (flow.protocol !== 'tcp') return false;
      const { resets, resetFrom } = facts();
      if (resets.size === 0 || !resetFrom.has(senderKey(host, flow.dst, flow.dport))) return false;
      return resets.has(keyOf(host, answerOf(flow)));
    },
    forwardedAlike: (host, packet) =>
      (forwarded ??= collectForwarded(events, journeys)).has(routedKey(host, packet)),
    seen: (host, flow) => flows().seen.get(keyOf(host, flow)) ?? null,
  };
}

const none: ReadonlySet<string> = new Set();

interface Found {
  readonly forwarded: Map<string, Set<string>>;
  readonly cameIn: Map<string, Set<string>>;
  readonly sources: Map<string, Set<string>>;
  readonly acknowledged: Map<string, Set<string>>;
  readonly bridged: Map<string, Set<string>>;
  /** Flows by which the host sent a RST, and the addresses and ports that it sent them from. */
  readonly resets: Set<string>;
  readonly resetFrom: Set<string>;
}

interface Flows {
  readonly natVisits: Map<string, number>;
  readonly seen: Map<string, { readonly first: number; last: number }>;
}

function lookThrough(events: TraceEvents, journeys: Journeys): Found {
  const found: Found = {
    forwarded: new Map(),
    cameIn: new Map(),
    sources: new Map(),
    acknowledged: new Map(),
    bridged: new Map(),
    resets: new Set(),
    resetFrom: new Set(),
  };
  const { headers, header, identities, identity, names } = events;
  const isForwarded = pathsWith(journeys, (hook, base) => hook === 'forward' && base?.layer === 'ip');
  /** Hosts, families and interfaces from which a packet came that had no line after PREROUTING. */
  const vanished = new Set<string>();
  for (let journey = 0; journey < journeys.count; journey++) {
    const first = firstEvent(journeys, journey);
    const head = header[first] as number;
    const place = journeys.places[events.place[first] as number]?.place;
    if (place === undefined) continue;
    const name = (column: ArrayLike<number>, row: number): string => names[column[row] as number] as string;
    if (headers.physIn[head] === 0) {
      const key = `${place.host}\0${place.family}`;
      const dev = name(headers.inInterface, head);
      const path = journeys.shape[journey] as number;
      if (journeys.shapes[path]?.hook === 'prerouting') vanished.add(`${key}\0${dev}`);
      if (isForwarded[path] === 1 && vanished.has(`${key}\0${dev}`)) add(found.forwarded, key, dev);
    }
    if (headers.inInterface[head] !== 0) {
      const dev = name(headers.inInterface, head);
      add(found.cameIn, place.host, dev);
      add(found.sources, `${place.host}\0${dev}`, shortAddress(name(headers.src, head)));
    }
    if (identities.ack[identity[first] as number] !== 0)
      add(found.acknowledged, place.host, shortAddress(name(headers.dst, head)));
    const last = events.header[lastEvent(journeys, journey)] as number;
    if (headers.physOut[last] !== 0 && headers.dstMac[head] !== 0) {
      add(found.bridged, place.host, name(headers.dstMac, head));
    }
    const isReset = ((identities.tcpFlags[identity[first] as number] as number) & RST) !== 0;
    if (isReset && headers.inInterface[head] === 0) {
      const flow = flowAt(events, first);
      found.resets.add(keyOf(place.host, flow));
      found.resetFrom.add(senderKey(place.host, flow.src, flow.sport));
    }
  }
  return found;
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}

function collectFlows(events: TraceEvents, journeys: Journeys): Flows {
  const flows: Flows = { natVisits: new Map(), seen: new Map() };
  const visitsNat = pathsWith(journeys, (hook, base) => hook === 'postrouting' && base?.nat === true);
  for (let journey = 0; journey < journeys.count; journey++) {
    const first = firstEvent(journeys, journey);
    const place = journeys.places[events.place[first] as number]?.place;
    if (place === undefined) continue;
    const key = keyOf(place.host, flowAt(events, first));
    if (visitsNat[journeys.shape[journey] as number] === 1)
      flows.natVisits.set(key, (flows.natVisits.get(key) ?? 0) + 1);
    const known = flows.seen.get(key);
    if (known === undefined) flows.seen.set(key, { first: journey, last: journey });
    else known.last = journey;
  }
  return flows;
}

/** As in the TCP header. */
const RST = 4;

function keyOf(host: string, flow: Flow): string {
  return `${host} ${flowKey(flow)}`;
}

function senderKey(host: string, address: string, port: number | null): string {
  return [host, shortAddress(address), port].join(' ');
}
