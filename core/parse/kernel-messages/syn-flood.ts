import type { MessageFormat } from './message-format.ts';
import { numberOf, present } from './message-format.ts';

/**
 * A listening socket's queue of half-open connections is full (tcp_syn_flood_action() in net/ipv4/tcp_input.c). With
 * cookies the handshake goes on; without them the SYN is dropped:
 *
 *   TCP: request_sock_TCP: Possible SYN flooding on port 80. Dropping request.  Check SNMP counters.
 *   TCP: request_sock_TCPv6: Possible SYN flooding on port [::]:20002. Sending cookies.          the address since 6.4
 *   possible SYN flooding on port 4671. Sending cookies.                                       before 3.2
 */
export const synFlood: MessageFormat = {
  kind: 'syn-flood',
  markers: ['ossible SYN flooding on port'],
  read(said) {
    const found =
      /^(?:TCP: )?(?:[\w-]{1,40}: )?[Pp]ossible SYN flooding on port (?:\[?([0-9A-Fa-f.:]{2,45})\]?:)?(\d{1,5})\. (Dropping request|Sending cookies)\b/.exec(
        said,
      );
    if (found === null) return null;
    const [, dst, dport, reason] = found;
    return {
      meaning: reason === 'Dropping request' ? 'loss' : 'hint',
      fields: present({ protocol: 'tcp', dst, dport: numberOf(dport), reason }),
    };
  },
};
