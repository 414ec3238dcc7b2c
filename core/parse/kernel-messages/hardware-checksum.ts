import { worded } from './message-format.ts';

/**
 * The device called a checksum bad that is good (netdev_rx_csum_fault() in net/core/dev.c): the packet goes on.
 *
 *   eth1: hw csum failure          eth1: hw csum failure.
 */
export const hardwareChecksum = worded(
  'hardware-checksum',
  'hint',
  [': hw csum failure'],
  ['<interface>: hw csum failure{.|}'],
);
