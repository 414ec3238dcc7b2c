import { eachRead, worded } from './message-format.ts';

/**
 * How many warnings of the network code were not written (net_ratelimit() in net/core/utils.c): where a message of a loss
 * stands near, there were more like it. Lines of TRACE and LOG don't go through it.
 *
 *   net_ratelimit: 241 callbacks suppressed
 */
export const messagesSuppressed = eachRead(
  worded(
    'messages-suppressed',
    'hint',
    ['net_ratelimit: '],
    ['net_ratelimit: <suppressed> callbacks suppressed'],
  ),
);
