import type { BaseChain, Hook } from '../../model/journey.ts';
import type { HeaderColumns } from '../../model/trace.ts';

/** How well two headers go together as two lines of one packet: not at all, with a change that the way explains, fully. */
export type HeaderMatch = 0 | 1 | 2;

/** What of a packet's header stays the same from one line to the next, by where the two lines stand. */
export interface Passage {
  /** The interface that the packet came in by, its port of a bridge too. */
  readonly keepsIn: boolean;
  readonly keepsOut: boolean;
  /** Which of its two ends: both always may, and NAT rewrites no more than one of them there. */
  readonly keepsEnd: 'source' | 'destination' | 'one' | 'both';
  /** The packet left and came back over lo: from POSTROUTING, or OUTPUT, to PREROUTING, or INPUT. */
  readonly loops: boolean;
}

/** Whether one packet can have header `before` at its last line and header `after` at the next. */
export function matchHeaders(
  headers: HeaderColumns,
  before: number,
  after: number,
  { keepsIn, keepsOut, keepsEnd }: Passage,
  icmp: boolean,
): HeaderMatch {
  if (before === after) return 2;
  if (keepsIn) {
    if (differ(headers.inInterface, before, after)) return 0;
    if (differ(headers.physIn, before, after)) return 0;
    if (keepsOut && differ(headers.outInterface, before, after)) return 0;
  }
  // In a trace that someone cut, one header may lack what the other has.
  const sameSource =
    !differ(headers.src, before, after) && (icmp || !differInPort(headers.sport, before, after));
  const sameDestination = !differ(headers.dst, before, after) && !differInPort(headers.dport, before, after);
  if (sameSource && sameDestination) return 1;
  switch (keepsEnd) {
    case 'source':
      return sameSource ? 1 : 0;
    case 'destination':
      return sameDestination ? 1 : 0;
    case 'one':
      return sameSource || sameDestination ? 1 : 0;
    case 'both':
      return 0;
  }
}

/** Where a line stands: its hook, and the base chain that it is in or that its chain was called from. */
export interface Standing {
  readonly hook: Hook | null;
  readonly base: BaseChain | null;
}

/**
 * What the header keeps between two lines. NAT rewrites the destination after the nat tables of PREROUTING and OUTPUT
 * and the source after those of INPUT and POSTROUTING (HOOK2MANIP in include/net/netfilter/nf_nat.h), in both directions
 * of a connection; nothing else rewrites addresses.
 */
export function passageBetween(before: Standing, after: Standing): Passage {
  const leaves = before.hook === 'postrouting' || before.hook === 'output';
  const loops = leaves && (after.hook === 'prerouting' || after.hook === 'input');
  // A bridge's chains see the port, those of IP the bridge.
  const bridge = before.base !== null && after.base !== null && before.base.layer !== after.base.layer;
  const keepsIn = !loops && !bridge;
  return { keepsIn, keepsOut: before.hook !== 'output', keepsEnd: keptEnd(before, after, loops), loops };
}

function keptEnd(before: Standing, after: Standing, loops: boolean): Passage['keepsEnd'] {
  if (before.hook === null || after.hook === null) return 'one';
  const rewritten = rewrittenOnHook(before.base, after.base);
  if (rewritten !== null) return rewritten === 'dst' ? 'source' : 'destination';
  if (before.hook === 'output') return loops ? 'one' : 'source';
  if (loops) return 'destination';
  return before.hook === 'prerouting' && after.hook !== 'prerouting' ? 'source' : 'both';
}

/**
 * The side of the header that NAT rewrites between two base chains of one hook. NAT hangs at a priority of its own
 * (`enum nf_ip_hook_priorities`), where it also rewrites packets of connections that it knows, without any chain; chains
 * of nft may stand after it.
 */
function rewrittenOnHook(before: BaseChain | null, after: BaseChain | null): 'src' | 'dst' | null {
  if (before === null || after === null) return null;
  if (before.layer !== after.layer || before.hook !== after.hook) return null;
  const crosses = (priority: number): boolean => before.priority <= priority && priority < after.priority;
  if (before.hook === 'prerouting') return crosses(DSTNAT) ? 'dst' : null;
  const rewritesSource = before.hook === 'postrouting' || before.hook === 'input';
  return rewritesSource && crosses(SRCNAT) ? 'src' : null;
}

/** The priority at which NAT rewrites what comes in. */
export const DSTNAT = -100;
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
