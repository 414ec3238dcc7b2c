import { worded } from './message-format.ts';

/**
 * A bridge got a frame with its own MAC for source: a loop, or the same MAC twice (br_fdb_update() in
 * net/bridge/br_fdb.c):
 *
 *   br0: received packet on eth1 with own address as source address (addr:52:54:00:00:00:33, vlan:0)
 */
export const ownAddress = worded(
  'own-address',
  'hint',
  ['with own address as source address'],
  ['<bridge>: received packet on <interface> with{  | }own address as source address{ (addr:<mac>|}*'],
);
