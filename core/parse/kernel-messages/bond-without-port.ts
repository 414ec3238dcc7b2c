import { worded } from './message-format.ts';

/**
 * The last link of a bond went down, or its last port was taken out: what is sent by the bond is dropped until one is up
 * again (bond_select_active_slave() in drivers/net/bonding/bond_main.c).
 *
 *   bond0: now running without any active interface!
 *   bonding: bond0: now running without any active interface !                                  before 3.14
 */
export const bondWithoutPort = worded(
  'bond-without-port',
  'loss',
  [' without any active interface'],
  ['{bonding: |}<interface>: now running without any active interface{ |}!'],
);
