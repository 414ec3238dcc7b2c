import type { MessageFormat } from './message-format.ts';
import { wording } from './wording-template.ts';

const fixed = { protocol: 'tcp' };
const FLOODED = '{TCP: |}{<:token>: |}{Possible|possible} SYN flooding on port {[<dst>]:|<dst>:|}<dport>. ';

/**
 * A listening socket's queue of half-open connections is full (tcp_syn_flood_action() in net/ipv4/tcp_input.c). With
 * cookies the handshake goes on; without them the SYN is dropped:
 *
 *   TCP: request_sock_TCP: Possible SYN flooding on port 80. Dropping request.  Check SNMP counters.
 *   TCP: request_sock_TCPv6: Possible SYN flooding on port [::]:20002. Sending cookies.          the address since 6.4
 *   possible SYN flooding on port 4671. Sending cookies.                                       before 3.2
 */
export const synFlood: MessageFormat<'syn-flood'> = {
  kind: 'syn-flood',
  reading: 'counted',
  markers: ['ossible SYN flooding on port'],
  wordings: [
    wording(`${FLOODED}<reason={Dropping request}>*`, { meaning: 'loss', fixed }),
    wording(`${FLOODED}<reason={Sending cookies}>*`, { meaning: 'hint', fixed }),
  ],
};
