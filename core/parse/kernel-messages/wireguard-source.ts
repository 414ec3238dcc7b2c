import { worded } from './message-format.ts';

/**
 * A packet came out of the tunnel with a source that is not the peer's, and was dropped (wg_packet_consume_data_done() in
 * drivers/net/wireguard/receive.c, with debugging messages on):
 *
 *   wireguard: wg0: Packet has unallowed src IP (10.7.0.9) from peer 3 (192.0.2.1:51820)
 */
export const wireguardSource = worded(
  'wireguard-source',
  'loss',
  ['Packet has unallowed src IP'],
  ['{wireguard: |}<interface>: Packet has unallowed src IP (<src>) from peer *'],
);
