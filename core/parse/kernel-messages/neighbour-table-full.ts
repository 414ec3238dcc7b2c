import { worded } from './message-format.ts';

/**
 * There was no room for another neighbour (gc_thresh3), and the packet to it was dropped (neigh_alloc() in
 * net/core/neighbour.c, before 3.13 ipv4_neigh_lookup() in net/ipv4/route.c):
 *
 *   neighbour: arp_cache: neighbor table overflow!        neighbour: ndisc_cache: neighbor table overflow!
 *   Neighbour table overflow.                             ipv6: Neighbour table overflow.
 */
export const neighbourTableFull = worded(
  'neighbour-table-full',
  'loss',
  ['bor table overflow', 'bour table overflow'],
  [
    '{neighbour: |IPv4: |IPv6: |ipv6: |}{<name>: |}{Neighbour|neighbour|Neighbor|neighbor} table overflow{!|.|}',
  ],
);
