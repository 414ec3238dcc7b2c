import { assertNever } from '../../model/family.ts';
import { deltaNumber } from '../../model/delta-column.ts';
import type { Journeys } from '../../model/journey.ts';
import { Pairs } from '../../model/pairs.ts';
import { SOURCE_ROUTE_SHIFT, type TraceEvents } from '../../model/trace.ts';
import { connectionNumber } from '../endings/answers.ts';
import { isFlowAgainAtNat } from '../endings/flow-again-at-nat.ts';
import type { OwnFact } from './recorded-reads.ts';

/** Numbers the values of a packet's own facts at a trace event: equal values of a fact have equal numbers. */
export function factNumbers(
  events: TraceEvents,
  journeys: Journeys,
): (fact: OwnFact, event: number) => number {
  const { headers, header, identities, identity, ttl, uptime } = events;
  const packets = new Pairs();
  const packetsByTtl = new Pairs();
  return (fact, event) => {
    const at = header[event] as number;
    const own = identity[event] as number;
    switch (fact) {
      case 'src':
        return headers.src[at] as number;
      case 'dst':
        return headers.dst[at] as number;
      case 'sport':
        return (headers.sport[at] as number) + 1;
      case 'dport':
        return (headers.dport[at] as number) + 1;
      case 'dstMac':
        return headers.dstMac[at] as number;
      case 'mark':
        return headers.mark[at] as number;
      case 'tos':
        return headers.tos[at] as number;
      case 'ttl':
        return ttl[event] as number;
      case 'lengthBytes':
        return identities.length[own] as number;
      case 'ipId':
        return identities.ipId[own] as number;
      case 'second':
        return secondNumber(deltaNumber(uptime, event));
      case 'dontFragment':
        return (identities.fragment[own] as number) & 1;
      case 'sourceRoute':
        return (identities.fragment[own] as number) >> SOURCE_ROUTE_SHIFT;
      case 'connection':
        return connectionNumber(events, journeys, event);
      case 'isFlowAgainAtNat':
        return isFlowAgainAtNat(events, journeys, event) ? 1 : 0;
      case 'packet':
        return packetsByTtl.number(packets.number(at, own), ttl[event] as number);
      default:
        return assertNever(fact);
    }
  };
}

/** Whole seconds from 1 on; 0 for a line without a clock. */
function secondNumber(microseconds: number): number {
  return Number.isNaN(microseconds) ? 0 : Math.floor(microseconds / 1e6) + 1;
}
