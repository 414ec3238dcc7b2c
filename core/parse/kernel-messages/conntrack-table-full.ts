import { worded } from './message-format.ts';

/**
 * A new connection found no room in the table of connections, and its packet was dropped before mangle
 * (__nf_conntrack_alloc() in net/netfilter/nf_conntrack_core.c); packets of known connections and untracked ones go on:
 *
 *   nf_conntrack: table full, dropping packet                          (older: nf_conntrack: nf_conntrack: ...)
 *   nf_conntrack: table full in netns 4026532501, dropping packet      since 6.17, outside of the host's own namespace
 *   ip_conntrack: table full, dropping packet.                         before 2.6.20
 */
export const conntrackTableFull = worded(
  'conntrack-table-full',
  'loss',
  ['_conntrack: table full'],
  [
    '{nf_conntrack: |ip_conntrack: }{nf_conntrack: |ip_conntrack: |}table full{ in netns <namespace>|}, dropping packet*',
  ],
);
