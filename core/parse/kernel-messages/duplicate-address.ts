import { worded } from './message-format.ts';

/**
 * Another station has an IPv6 address of this host, which stays unused here (addrconf_dad_failure() in
 * net/ipv6/addrconf.c):
 *
 *   IPv6: eth0: IPv6 duplicate address fe80::1 used by 52:54:00:00:00:01 detected!
 *   eth0: IPv6 duplicate address fe80::1 detected!                                 before 4.20
 */
export const duplicateAddress = worded(
  'duplicate-address',
  'hint',
  ['duplicate address '],
  ['{IPv6: |}<interface>: IPv6 duplicate address <src> {used by <mac> |}detected*'],
);
