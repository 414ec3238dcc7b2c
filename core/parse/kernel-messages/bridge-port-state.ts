import { worded } from './message-format.ts';

/**
 * A bridge's port changed its state (br_set_state() in net/bridge/br_stp.c); only forwarding passes packets:
 *
 *   br0: port 2(eth1) entered blocking state
 */
export const bridgePortState = worded(
  'bridge-port-state',
  'hint',
  [') entered '],
  [
    '<bridge>: port <:port>(<interface>) entered <reason={disabled|listening|learning|forwarding|blocking}> state',
  ],
);
