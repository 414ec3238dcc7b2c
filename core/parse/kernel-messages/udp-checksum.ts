import { worded } from './message-format.ts';

/**
 * UDP threw a datagram away for its checksum (__udp4_lib_rcv() in net/ipv4/udp.c, udp6_csum_zero_error() in
 * net/ipv6/udp.c, with debugging messages on):
 *
 *   UDP: bad checksum. From 172.16.9.99:27503 to 172.16.80.252:8472 ulen 75           (also UDPLite:)
 *   IPv6: udp checksum is 0 for [2001:db8::2]:40000->[2001:db8::1]:53
 */
export const udpChecksum = worded(
  'udp-checksum',
  'loss',
  ['bad checksum. From ', 'udp checksum is 0 for '],
  [
    '{UDP: UDP|IPv6: UDP|UDP}{-Lite|Lite|}{v6|}: bad checksum. From {[<src>]|<src>}:<sport> to {[<dst>]|<dst>}:<dport> ulen <:number>',
    '{UDP: |IPv6: |}udp checksum is 0 for [<src>]:<sport>->[<dst>]:<dport>',
  ],
  { protocol: 'udp' },
);
