import { worded } from './message-format.ts';

/**
 * UDP threw a datagram away whose header says that it is longer than what came (__udp4_lib_rcv() in net/ipv4/udp.c,
 * __udp6_lib_rcv() in net/ipv6/udp.c); the two lengths stand in the middle:
 *
 *   UDP: short packet: From 10.9.0.2:27503 120/83 to 10.1.0.33:8472
 *   UDPv6: short packet: From [2001:db8::2]:27503 120/83 to [2001:db8::1]:8472
 */
export const udpShort = worded(
  'udp-short',
  'loss',
  [': short packet: From '],
  [
    '{UDP: UDP|IPv6: UDP|UDP}{-Lite|Lite|}{v6|}: short packet: From {[<src>]|<src>}:<sport> <:number>/<:number> to {[<dst>]|<dst>}:<dport>',
  ],
  { protocol: 'udp' },
);
