import { eachRead, worded } from './message-format.ts';

/**
 * A source address that was refused, logged with log_martians=1 (ip_handle_martian_source() in net/ipv4/route.c) for
 * martians and for what rp_filter drops alike; the destination comes first. The header of the frame follows
 * (link-layer-header.ts). The sender of an ARP request is checked in the same way.
 *
 *   IPv4: martian source 10.2.0.2 from 127.0.0.5, on dev eth0            (before 3.6 without `IPv4: `)
 */
export const martianSource = eachRead(
  worded(
    'martian-source',
    'loss',
    ['martian source '],
    ['{IPv4: |}martian source <dst:ipv4> from <src:ipv4>, on dev <interface>'],
  ),
);
