import { numberOf, present, worded } from './message-format.ts';

/**
 * A device did not send what it was given; what was in its queue is lost (dev_watchdog() in net/sched/sch_generic.c):
 *
 *   NETDEV WATCHDOG: eth1 (e1000e): transmit queue 0 timed out                                  (5000 ms, since 6.4)
 *   e1000e 0000:00:1f.6 eth1: NETDEV WATCHDOG: CPU: 3: transmit queue 0 timed out 5000 ms       since 6.7
 *   NETDEV WATCHDOG: eth1: transmit timed out                                                   before 2.6.27
 */
export const transmitTimeout = worded(
  'transmit-timeout',
  'loss',
  [' WATCHDOG: '],
  /^(?:(?:\S{1,40} \S{1,40} )?(?<device>[^\s/:]{1,15}): )?NETDEV WATCHDOG: (?:CPU: \d+: |(?<dev>[^\s/:]{1,15})(?: \([^)]{0,40}\))?: )transmit (?:queue (?<queue>\d{1,5}) )?timed out\b/,
  ({ dev, device, queue }) => present({ interface: dev ?? device, queue: numberOf(queue) }),
);
