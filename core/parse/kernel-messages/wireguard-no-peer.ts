import { worded } from './message-format.ts';

/**
 * A packet was to leave by the tunnel, and no peer has its destination, or none whose endpoint is known; it was dropped
 * (wg_xmit() in drivers/net/wireguard/device.c, with debugging messages on):
 *
 *   wireguard: wg0: No peer has allowed IPs matching 10.2.0.9
 *   wireguard: wg0: No valid endpoint has been configured or discovered for peer 3
 */
export const wireguardNoPeer = worded(
  'wireguard-no-peer',
  'loss',
  ['No peer has allowed IPs matching', 'No valid endpoint has been'],
  [
    '{wireguard: |}<interface>: {No peer has allowed IPs matching <dst>|<reason={No valid endpoint has been configured or discovered for peer <:number>}>}',
  ],
);
