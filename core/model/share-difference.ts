/** Packets of a place or an edge of the graph, and all packets of its host in the same capture. */
export interface SharedPackets {
  readonly packets: number;
  readonly all: number;
}

/** How a place or an edge differs from one capture to another; '' where it does not. */
export type ShareDifference = '' | 'more' | 'fewer' | 'appeared' | 'vanished';

/** A share that rose or fell by less is what one run of a network differs from the next by. */
const noticed = 0.25;

/**
 * By shares of all packets and not by counts: where a client merely sent less, nothing is different. What no packet went
 * to before, or goes to no longer, always is.
 */
export function shareDifference(before: SharedPackets, after: SharedPackets): ShareDifference {
  if (before.packets === 0 && after.packets === 0) return '';
  if (before.packets === 0) return 'appeared';
  if (after.packets === 0) return 'vanished';
  const was = before.packets / Math.max(1, before.all);
  const is = after.packets / Math.max(1, after.all);
  if (Math.abs(is - was) < noticed * Math.max(is, was)) return '';
  return is > was ? 'more' : 'fewer';
}
