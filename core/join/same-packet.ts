import type { BaseChain, Hook } from '../model/journey.ts';
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
  passed: Passed = nothingPassed,
): HeaderMatch {
  if (before === after) return 2;
  const loops = hookAfter === 'prerouting' && (hookBefore === 'postrouting' || hookBefore === 'output');
  // A bridge's chains see the port, those of IP the bridge.
  if (!loops && !passed.bridge) {
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
  if (passed.rewrites === 'dst') return sameSource ? 1 : 0;
  if (passed.rewrites === 'src') return sameDestination ? 1 : 0;
  if (hookBefore === 'output') return sameSource || (loops && sameDestination) ? 1 : 0;
  if (loops) return sameDestination ? 1 : 0;
  return hookBefore === 'prerouting' && hookAfter !== 'prerouting' && sameSource ? 1 : 0;
}

/** What a packet passes between two base chains. */
export interface Passed {
  /** From a bridge's hooks to those of IP, or back. */
  readonly bridge: boolean;
  /** NAT on the same hook, which rewrites one side of the header there. */
  readonly rewrites: 'src' | 'dst' | null;
}

const nothingPassed: Passed = { bridge: false, rewrites: null };
const bridgePassed: Passed = { bridge: true, rewrites: null };

/**
 * What lies between a chain and a later one. NAT hangs at a priority of its own (`enum nf_ip_hook_priorities`), where it
 * also rewrites packets of connections that it knows, without any chain; chains of nft may stand behind it.
 */
export function passedBetween(before: BaseChain | null, after: BaseChain | null): Passed {
  if (before === null || after === null) return nothingPassed;
  if (before.layer !== after.layer) return bridgePassed;
  if (before.hook !== after.hook) return nothingPassed;
  const crosses = (priority: number): boolean => before.priority <= priority && priority < after.priority;
  if (before.hook === 'prerouting')
    return crosses(DSTNAT) ? { bridge: false, rewrites: 'dst' } : nothingPassed;
  const rewritesSource = before.hook === 'postrouting' || before.hook === 'input';
  return rewritesSource && crosses(SRCNAT) ? { bridge: false, rewrites: 'src' } : nothingPassed;
}

const DSTNAT = -100;
const SRCNAT = 100;

/** Two names that are both there and are not the same. */
function differ(column: ArrayLike<number>, before: number, after: number): boolean {
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
