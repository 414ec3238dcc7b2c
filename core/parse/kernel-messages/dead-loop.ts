import { worded } from './message-format.ts';

/**
 * A packet was to go out by a virtual device from within that device's own sending, and was dropped (__dev_queue_xmit() in
 * net/core/dev.c): a tunnel is routed through itself.
 *
 *   Dead loop on virtual device tun0, fix it urgently!
 */
export const deadLoop = worded(
  'dead-loop',
  'loss',
  ['Dead loop on virtual device'],
  ['{net: |}Dead loop on virtual device <interface>, fix it urgently*'],
);
