import { worded } from './message-format.ts';

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
  [
    'NETDEV WATCHDOG: <interface>{ (<:anything>)|}: transmit {queue <queue> |}timed out*',
    '<interface>: NETDEV WATCHDOG: CPU: <:number>: transmit {queue <queue> |}timed out*',
    '<:word> <:word> <interface>: NETDEV WATCHDOG: CPU: <:number>: transmit {queue <queue> |}timed out*',
  ],
);
