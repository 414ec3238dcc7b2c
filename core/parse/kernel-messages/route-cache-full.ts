import { worded } from './message-format.ts';

/**
 * There was no room for another cached route, and the packet was dropped (dst_alloc() in net/core/dst.c; before 3.6
 * rt_garbage_collect() in net/ipv4/route.c):
 *
 *   Route cache is full: consider increasing sysctl net.ipv6.route.max_size.      (net.ipv[4|6].route.max_size)
 *   dst cache overflow                                                            (ipv4, ipv6: ip6_dst_gc())
 */
export const routeCacheFull = worded(
  'route-cache-full',
  'loss',
  ['Route cache is full', 'dst cache overflow'],
  [
    '{IPv4: |IPv6: |}{Route cache is full: consider increasing sysctl <sysctl={net.ipv<:versions>.route.max_size}>{.|}|dst cache overflow}',
  ],
);
