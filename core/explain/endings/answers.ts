import { deltaNumber } from '../../model/delta-column.ts';
import { nextEvent, firstEvent, lastEvent } from '../../model/journey-events.ts';
import type { Journeys } from '../../model/journey.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { pathsWith } from '../paths-with.ts';
import { flowNumbers } from './flow-numbers.ts';

/**
 * What the log shows of a packet's connection after the packet. `answered`: by the other side, so the packet had left,
 * whatever became of the neighbour or the interface later. `confirmed`: conntrack took the connection in with it, so it
 * passed the last hook. `unconfirmed`: the flow came to nat again soon, so this packet's connection was not taken in.
 */
export type ConnectionAfter = (typeof CONNECTIONS)[number];

const CONNECTIONS = ['unknown', 'unconfirmed', 'confirmed', 'answered'] as const;
const [, UNCONFIRMED, CONFIRMED, ANSWERED] = [0, 1, 2, 3];

/** By the packet's last trace event. Looks through the journeys when somebody asks first. */
export function connectionAfter(events: TraceEvents, journeys: Journeys, event: number): ConnectionAfter {
  return CONNECTIONS[connectionNumber(events, journeys, event)] as ConnectionAfter;
}

/** The same as a number: equal for equal ones. */
export function connectionNumber(events: TraceEvents, journeys: Journeys, event: number): number {
  let marks = known.get(journeys);
  if (marks === undefined) known.set(journeys, (marks = collectMarks(events, journeys)));
  return marks[event] as number;
}

const known = new WeakMap<Journeys, Uint8Array>();

/** One direction of a flow, as its packets are read one after another. */
interface Exchange {
  /** The last events of the packets since the last answer, and how many answers came after them. */
  burst: number[];
  answers: number;
  wasAnswered: boolean;
  /** The last event of the last packet that the nat chains of POSTROUTING saw; -1 where a later one did not meet them. */
  visitedNat: number;
  /** That packet came soon after another that conntrack did not take in. */
  isAgain: boolean;
  /** The last events of TCP segments without SYN, by what a retransmission has in common; -1 for those that came again. */
  readonly segments: Map<string, number>;
}

function collectMarks(events: TraceEvents, journeys: Journeys): Uint8Array {
  const marks = new Uint8Array(events.count);
  const exchanges = new Map<number, Exchange>();
  const flows = flowNumbers(events);
  const visitsNat = pathsWith(journeys, (hook, base) => hook === 'postrouting' && base?.nat === true);
  const { header, headers, identity, identities } = events;
  for (let journey = 0; journey < journeys.count; journey++) {
    const last = lastEvent(journeys, journey);
    const exchange = exchangeOf(flows.sent(last));
    if (exchange === null) continue;
    settle(exchange);
    exchange.burst.push(last);
    visit(exchange, journey, visitsNat[journeys.shape[journey] as number] === 1);
    const own = identity[last] as number;
    const flags = identities.tcpFlags[own] as number;
    if (flags !== 0 && (flags & SYN) === 0) {
      const segment = [identities.seq[own], identities.ack[own], identities.length[own], flags].join(' ');
      exchange.segments.set(segment, exchange.segments.has(segment) ? -1 : last);
    }
    // What the host itself sends, as a REJECT does, is nobody's answer.
    if (headers.inInterface[header[firstEvent(journeys, journey)] as number] !== 0) answer(journey);
  }
  for (const exchange of exchanges.values()) {
    settle(exchange);
    if (exchange.isAgain && exchange.visitedNat >= 0) mark(exchange.visitedNat, UNCONFIRMED);
    if (exchange.wasAnswered)
      for (const event of exchange.segments.values()) if (event >= 0) mark(event, ANSWERED);
  }
  return marks;

  function mark(event: number, connection: number): void {
    marks[event] = Math.max(marks[event] as number, connection);
  }

  /** nat sees the first packet of a connection: what nat does not see belongs to one that an earlier packet began. */
  function visit(exchange: Exchange, journey: number, isSeenByNat: boolean): void {
    const { visitedNat: before } = exchange;
    const event = lastEvent(journeys, journey);
    if (before >= 0 && !isSeenByNat) mark(before, CONFIRMED);
    // Two that are under way at once both meet nat, and conntrack may take in both (nf_ct_resolve_clash()).
    const isLater = before >= 0 && before < firstEvent(journeys, journey);
    exchange.isAgain = isLater && isSeenByNat && secondsBetween(events, before, event) <= ENTRY_SECONDS;
    if (exchange.isAgain) mark(before, UNCONFIRMED);
    exchange.visitedNat = isSeenByNat ? event : -1;
  }

  /** NAT rewrites an answer on its way: each header that it had can be the packet's, turned round. */
  function answer(journey: number): void {
    let seenHeader = -1;
    let seen = -1;
    for (let event = firstEvent(journeys, journey); event >= 0; event = nextEvent(journeys, event)) {
      if (header[event] === seenHeader) continue;
      seenHeader = header[event] as number;
      const flow = flows.answered(event);
      const exchange = flow === seen ? undefined : exchanges.get(flow);
      seen = flow;
      if (exchange === undefined || exchange.burst.length === 0) continue;
      exchange.answers++;
      exchange.wasAnswered = true;
    }
  }

  function exchangeOf(flow: number): Exchange | null {
    if (flow < 0) return null;
    let exchange = exchanges.get(flow);
    if (exchange === undefined) {
      exchange = {
        burst: [],
        answers: 0,
        wasAnswered: false,
        visitedNat: -1,
        isAgain: false,
        segments: new Map(),
      };
      exchanges.set(flow, exchange);
    }
    return exchange;
  }

  /** Fewer answers than packets leave open which of them had arrived. */
  function settle(exchange: Exchange): void {
    if (exchange.answers === 0) return;
    if (exchange.answers >= exchange.burst.length) for (const event of exchange.burst) mark(event, ANSWERED);
    exchange.burst = [];
    exchange.answers = 0;
  }
}

/** As in the TCP header. */
const SYN = 2;

/** conntrack keeps no entry for less, but where somebody set another timeout (net.netfilter.nf_conntrack_udp_timeout). */
const ENTRY_SECONDS = 30;

/** NaN where the lines have no kernel clock. */
function secondsBetween({ uptime }: TraceEvents, before: number, after: number): number {
  return (deltaNumber(uptime, after) - deltaNumber(uptime, before)) / 1e6;
}
