import { Pairs } from '../../model/pairs.ts';
import type { TraceEvents } from '../../model/trace.ts';

/** Numbers flows by the header of an event, as it is and turned round; -1 for ICMP other than echo. */
export function flowNumbers({ header, headers, identity, identities }: TraceEvents): {
  readonly sent: (event: number) => number;
  readonly answered: (event: number) => number;
} {
  const protocols = new Pairs();
  const stations = new Pairs();
  const ways = new Pairs();
  const flows = new Pairs();
  const numbered = (event: number, isTurned: boolean): number => {
    const head = header[event] as number;
    const own = identity[event] as number;
    const type = identities.icmpType[own] as number;
    if (type >= 0 && !ECHOES.includes(type)) return -1;
    const sport = (headers.sport[head] as number) + 1;
    // The id of an echo is the same in both directions.
    const dport = type >= 0 ? sport : (headers.dport[head] as number) + 1;
    const from = stations.number(headers.src[head] as number, sport);
    const to = stations.number(headers.dst[head] as number, dport);
    const protocol = protocols.number(identities.host[own] as number, identities.protocol[own] as number);
    return flows.number(protocol, isTurned ? ways.number(to, from) : ways.number(from, to));
  };
  return { sent: (event) => numbered(event, false), answered: (event) => numbered(event, true) };
}

/** Request and reply, of ICMP and of ICMPv6. */
const ECHOES: readonly number[] = [8, 0, 128, 129];
