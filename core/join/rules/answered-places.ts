import { firstEvent, lastEvent } from '../../model/journey-events.ts';
import type { Hook, Journeys } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** As in the TCP header. */
const RST = 4;

/** How many packets of each place are looked at: one that was answered is enough. */
const MOST_PACKETS = 64;

/**
 * The places at which a packet's lines end whose flow was answered afterwards: by index of the log's places. What was
 * answered had arrived, so the rule or policy there let it pass. Only answers to the very addresses and ports count;
 * those that NAT rewrote are not looked for.
 */
export function answeredPlaces(events: TraceEvents, journeys: Journeys): ReadonlySet<number> {
  const answered = new Set<number>();
  const awaited = awaitedAnswers(events, journeys);
  if (awaited.byEnds.size === 0) return answered;
  const { headers, header } = events;
  for (let journey = 0; journey < journeys.count; journey++) {
    const first = firstEvent(journeys, journey);
    const head = header[first] as number;
    const source = headers.src[head] as number;
    if (awaited.sources[source] === 0) continue;
    const asked = awaited.byEnds.get(endsOf(events, source, headers.dst[head] as number));
    if (asked === undefined) continue;
    const isOwn = headers.inInterface[head] === 0;
    // REJECT makes a RST that looks like the peer's.
    if (isOwn && ((events.identities.tcpFlags[events.identity[first] as number] as number) & RST) !== 0)
      continue;
    const flow = flowOf(events, first, 'own');
    for (const packet of asked)
      if (packet.flow === flow && journey > packet.journey && (packet.isOfHost || !isOwn))
        answered.add(packet.place);
  }
  return answered;
}

/** A packet whose answer would show what became of it. */
interface Asked {
  readonly journey: number;
  /** Where its lines end. */
  readonly place: number;
  /** The flow of an answer. */
  readonly flow: string;
  /** It came up to the host itself, which answers with packets of its own. */
  readonly isOfHost: boolean;
}

interface AwaitedAnswers {
  /** By the addresses that an answer has (endsOf()). */
  readonly byEnds: ReadonlyMap<number, readonly Asked[]>;
  /** By name: 1 for the addresses that an answer may come from. */
  readonly sources: Uint8Array;
}

/** Packets that end on their way out, or up to a local socket, at a place whose verdict is not known. */
function awaitedAnswers(events: TraceEvents, journeys: Journeys): AwaitedAnswers {
  const byEnds = new Map<number, Asked[]>();
  const { headers, header } = events;
  const sources = new Uint8Array(events.names.length);
  const leaves = Uint8Array.from(journeys.shapes, ({ hook }) => (isOnItsWay(hook) ? 1 : 0));
  /** By place: how many of its packets are still to be looked at. */
  const wanted = Uint8Array.from(journeys.places, ({ verdict }) => (verdict === null ? MOST_PACKETS : 0));
  for (let journey = 0; journey < journeys.count; journey++) {
    if (leaves[journeys.shape[journey] as number] === 0) continue;
    const last = lastEvent(journeys, journey);
    const place = events.place[last] as number;
    const left = wanted[place] as number;
    if (left === 0) continue;
    wanted[place] = left - 1;
    const head = header[last] as number;
    const source = headers.dst[head] as number;
    const ends = endsOf(events, source, headers.src[head] as number);
    const isOfHost = journeys.shapes[journeys.shape[journey] as number]?.hook === 'input';
    const asked = { journey, place, flow: flowOf(events, last, 'answer'), isOfHost };
    const known = byEnds.get(ends);
    if (known === undefined) byEnds.set(ends, [asked]);
    else known.push(asked);
    sources[source] = 1;
  }
  return { byEnds, sources };
}

/** Two names of the log in one number. */
function endsOf({ names }: TraceEvents, source: number, destination: number): number {
  return source * names.length + destination;
}

function isOnItsWay(hook: Hook | null): boolean {
  return hook === 'postrouting' || hook === 'forward' || hook === 'input';
}

function flowOf(events: TraceEvents, event: number, direction: 'own' | 'answer'): string {
  const { headers, header, identities, identity } = events;
  const head = header[event] as number;
  const own = identity[event] as number;
  const source = `${headers.src[head]} ${headers.sport[head]}`;
  const destination = `${headers.dst[head]} ${headers.dport[head]}`;
  const ends = direction === 'own' ? `${source} ${destination}` : `${destination} ${source}`;
  return `${identities.host[own]} ${identities.protocol[own]} ${ends}`;
}
