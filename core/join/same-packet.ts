import type { Hook } from '../model/journey.ts';
import type { HeaderColumns } from '../model/trace.ts';

/** How well two headers go together as two lines of one packet: not at all, with a change that the way explains, fully. */
export type HeaderMatch = 0 | 1 | 2;

/**
 * Whether one packet can have header `before` at its last line and header `after` at the next. NAT rewrites the
 * destination behind the nat tables of PREROUTING and OUTPUT and the source behind those of INPUT and POSTROUTING
 * (HOOK2MANIP in include/net/netfilter/nf_nat.h), in both directions of a connection; nothing else rewrites addresses.
 */
export function matchHeaders(
  headers: HeaderColumns,
  before: number,
  after: number,
  hookBefore: Hook | null,
  hookAfter: Hook | null,
  icmp: boolean,
): HeaderMatch {
  if (before === after) return 2;
  const loops = hookAfter === 'prerouting' && (hookBefore === 'postrouting' || hookBefore === 'output');
  if (!loops) {
    if (differ(headers.inInterface, before, after)) return 0;
    if (differ(headers.physIn, before, after)) return 0;
    if (hookBefore !== 'output' && differ(headers.outInterface, before, after)) return 0;
  }
  // In a trace that someone cut, one header may lack what the other has.
  const sameSource =
    !differ(headers.src, before, after) && (icmp || !differInPort(headers.sport, before, after));
  const sameDestination = !differ(headers.dst, before, after) && !differInPort(headers.dport, before, after);
  if (sameSource && sameDestination) return 1;
  if (hookBefore === null || hookAfter === null) return sameSource || sameDestination ? 1 : 0;
  if (hookBefore === 'output') return sameSource || (loops && sameDestination) ? 1 : 0;
  if (loops) return sameDestination ? 1 : 0;
  return hookBefore === 'prerouting' && hookAfter !== 'prerouting' && sameSource ? 1 : 0;
}

/** Two names that are both there and are not the same. */
function differ(column: Uint32Array, before: number, after: number): boolean {
  const first = column[before] as number;
  const second = column[after] as number;
  return first !== 0 && second !== 0 && first !== second;
}

/** Two ports that are both there and are not the same. */
function differInPort(column: Int32Array, before: number, after: number): boolean {
  const first = column[before] as number;
  const second = column[after] as number;
  return first >= 0 && second >= 0 && first !== second;
}
