import { worded } from './message-format.ts';

/**
 * A destination that no packet from outside may have, logged with log_martians=1 (ip_route_input_slow() in
 * net/ipv4/route.c):
 *
 *   IPv4: martian destination 127.0.0.1 from 10.9.0.2, dev eth0          (before 3.6 without `IPv4: `)
 */
export const martianDestination = worded(
  'martian-destination',
  'loss',
  ['martian destination '],
  ['{IPv4: |}martian destination <dst:ipv4> from <src:ipv4>, dev <interface>'],
);
