import { worded } from './message-format.ts';

/**
 * A helper (FTP, SIP) could not expect another connection (__nf_ct_expect_check() in
 * net/netfilter/nf_conntrack_expect.c); the helper drops the packet that announced it:
 *
 *   nf_conntrack: expectation table full
 */
export const conntrackExpectationsFull = worded(
  'conntrack-expectations-full',
  'loss',
  ['_conntrack: expectation table full'],
  ['nf_conntrack: {nf_conntrack: |}expectation table full*'],
);
