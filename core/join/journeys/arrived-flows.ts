import type { ActiveChains } from '../../kernel/chains/active-chains.ts';
import type { Family } from '../../model/family.ts';
import type { TraceEvents } from '../../model/trace.ts';
import { firstAlike } from './alike-rows.ts';
import { DSTNAT } from './same-packet.ts';

/** Whether rules of a host rewrite addresses, as far as its rulesets tell. */
export type NatRewrites = (host: string, family: Family) => boolean;

/** Tells what no translation explains, on hosts whose rulesets have none. */
export interface ArrivedFlows {
  /**
   * The two lines differ in addresses or ports, and the later ones came in just so themselves: the lines are of two flows.
   * conntrack lets no translated flow have the addresses and ports of another (nf_nat_used_tuple()).
   */
  partsFlows(before: number, after: number): boolean;
}

/** Null where every host of the log may translate. */
export function arrivedFlows(
  events: TraceEvents,
  live: ActiveChains,
  natRewrites: NatRewrites,
): ArrivedFlows | null {
  const { places, place, headers, header, identities, identity } = events;
  const { src, dst, sport, dport } = headers;
  const translates = Uint8Array.from(places, ({ host, family }) => Number(natRewrites(host, family)));
  if (!translates.includes(0)) return null;
  let flows: Uint32Array | null = null;
  let arrived: ReadonlySet<number> | null = null;

  return {
    partsFlows(before, after) {
      if (translates[place[after] as number] === 1) return false;
      const [one, other] = [header[before] as number, header[after] as number];
      const isSame =
        src[one] === src[other] &&
        dst[one] === dst[other] &&
        sport[one] === sport[other] &&
        dport[one] === dport[other];
      return !isSame && (arrived ??= findArrived()).has(flowOf(after));
    },
  };

  /** Equal for events of one host with the same addresses and ports. */
  function flowOf(event: number): number {
    flows ??= firstAlike(headers.count, [src, dst, sport, dport]);
    const flow = flows[header[event] as number] as number;
    return flow * events.names.length + (identities.host[identity[event] as number] as number);
  }

  /** Those that came in from outside, as lines before any translation show them. */
  function findArrived(): ReadonlySet<number> {
    const lo = events.names.indexOf('lo');
    const comes = Uint8Array.from(places, (each) => {
      const base = live.baseOf(each);
      if (base === null || base.layer !== 'ip' || base.hook !== 'prerouting') return 0;
      return Number(base.nat || base.priority < DSTNAT);
    });
    const found = new Set<number>();
    for (let event = 0; event < events.count; event++)
      if (comes[place[event] as number] === 1 && headers.inInterface[header[event] as number] !== lo)
        found.add(flowOf(event));
    return found;
  }
}
