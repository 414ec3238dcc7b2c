import { worded } from './message-format.ts';

/**
 * Helpers are no longer attached by port alone (net/netfilter/nf_conntrack_helper.c): without a CT rule that attaches one,
 * the data connections of FTP, SIP and others are not RELATED.
 *
 *   nf_conntrack: default automatic helper assignment has been turned off for security reasons and CT-based firewall rule
 *   not found. Use the iptables CT target to attach helpers instead.
 *   nf_conntrack: automatic helper assignment is deprecated and it will be removed soon. Use the iptables CT target ...
 */
export const conntrackHelperAssignment = worded(
  'conntrack-helper-assignment',
  'hint',
  ['automatic helper assignment'],
  ['{nf_conntrack: |nf_ct_helper: }{nf_conntrack: |nf_ct_helper: |}{default |}automatic helper assignment *'],
);
