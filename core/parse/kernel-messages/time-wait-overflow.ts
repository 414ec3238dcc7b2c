import { worded } from './message-format.ts';

/**
 * TCP closed connections without the time in which late segments are recognised, for it had too many of them
 * (tcp_time_wait() in net/ipv4/tcp_minisocks.c, net.ipv4.tcp_max_tw_buckets):
 *
 *   TCP: time wait bucket table overflow        (before 3.19 with a second "TCP: ")
 */
export const timeWaitOverflow = worded(
  'time-wait-overflow',
  'hint',
  ['wait bucket table overflow'],
  ['{TCP: |}{TCP: |}time wait bucket table overflow{.|}'],
  { protocol: 'tcp' },
);
