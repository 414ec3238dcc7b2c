import { worded } from './message-format.ts';

/**
 * A handshake was refused: another key, or none of this interface's peers (wg_receive_handshake_packet() in
 * drivers/net/wireguard/receive.c, with debugging messages on):
 *
 *   wireguard: wg0: Invalid handshake initiation from 192.0.2.1:51820
 *   wireguard: wg0: Invalid MAC of handshake, dropping packet from 192.0.2.1:51820
 */
export const wireguardHandshake = worded(
  'wireguard-handshake',
  'loss',
  ['Invalid handshake ', 'Invalid MAC of handshake'],
  [
    '{wireguard: |}<interface>: <reason={Invalid handshake initiation|Invalid handshake response|Invalid MAC of handshake}>{, dropping packet|} from {[<src>]|<src>}:<:port>',
  ],
);
