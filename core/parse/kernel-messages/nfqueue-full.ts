import { worded } from './message-format.ts';

/**
 * The program behind NFQUEUE does not keep up: its queue is full, and packets for it are dropped
 * (__nfqnl_enqueue_packet() in net/netfilter/nfnetlink_queue.c). A queue that nobody has opened is never full.
 *
 *   nf_queue: full at 1024 entries, dropping packets(s)
 */
export const nfqueueFull = worded(
  'nfqueue-full',
  'loss',
  ['nf_queue: full at '],
  ['nf_queue: {nf_queue: |}full at <limit> entries, dropping packet*'],
);
