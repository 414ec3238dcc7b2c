import type { Room } from '../../core/index.ts';

/** About the size of the graph's pane before it is on the screen. */
export function likelyRoom(): Room {
  const { innerWidth, innerHeight } = window;
  return innerWidth < 900
    ? { width: innerWidth - 20, height: 380 }
    : { width: 0.48 * innerWidth, height: 0.72 * (innerHeight - 140) - 64 };
}
